/** A name as written, and in Latin letters where an address must be made of it. */
export type Name = readonly [written: string, latin: string];

export interface Culture {
  readonly country: string;
  readonly usageLocation: string;
  readonly language: string;
  readonly city: string;
  readonly given: readonly Name[];
  readonly family: readonly Name[];
  /** The family name is written first, without a space. */
  readonly familyFirst?: boolean;
}

const same = (names: string): readonly Name[] => names.split(' ').map((name) => [name, name] as const);
const both = (pairs: string): readonly Name[] =>
  pairs.split(' ').map((pair) => {
    const [written = '', latin = ''] = pair.split('/');
    return [written, latin] as const;
  });

export const cultures: readonly Culture[] = [
  {
    country: 'United Kingdom',
    usageLocation: 'GB',
    language: 'en-GB',
    city: 'Leeds',
    given: same('Amelia Oliver Freya Callum Imogen Rhys Harriet Declan Isla Nathaniel Poppy Gareth'),
    family: same(
      "Ashworth Blackwood Cartwright Fairbairn Hargreaves Kendrick Llewellyn O'Rourke Pemberton Thistlewood",
    ),
  },
  {
    country: 'Germany',
    usageLocation: 'DE',
    language: 'de-DE',
    city: 'Köln',
    given: same('Jürgen Anneliese Käthe Björn Lothar Sieglinde Günther Mareike'),
    family: same('Müller Großmann Schäfer Weiß Brückner Köhler Vogel Ziegler'),
  },
  {
    country: 'France',
    usageLocation: 'FR',
    language: 'fr-FR',
    city: 'Lyon',
    given: same('Hélène Étienne Zoé Loïc Maëlle François Noémie Rémi'),
    family: same('Lefèvre Dubois Béranger Château Gauthier Moreau Fabre Delacroix'),
  },
  {
    country: 'Spain',
    usageLocation: 'ES',
    language: 'es-ES',
    city: 'Sevilla',
    given: same('Íñigo Lucía Andrés Begoña Joaquín Pilar Rocío Álvaro'),
    family: same('Muñoz Ibáñez García Peña Ortiz Núñez Castaño Vega'),
  },
  {
    country: 'Poland',
    usageLocation: 'PL',
    language: 'pl-PL',
    city: 'Wrocław',
    given: same('Łukasz Małgorzata Zbigniew Agnieszka Grzegorz Żaneta'),
    family: same('Wiśniewski Dąbrowska Wójcik Kamińska Zieliński Łęcki'),
  },
  {
    country: 'India',
    usageLocation: 'IN',
    language: 'en-IN',
    city: 'Pune',
    given: same('Ananya Rohan Kavita Arjun Meera Vikram Sunita Nikhil'),
    family: same('Deshpande Iyer Banerjee Kulkarni Sharma Chatterjee Nair Menon'),
  },
  {
    country: 'Nigeria',
    usageLocation: 'NG',
    language: 'en-NG',
    city: 'Lagos',
    given: same('Chidi Ngozi Adébáyò Folasadé Emeka Yétúndé'),
    family: same('Okonkwo Adéyemí Balogun Eze Ọlátúnjí Nwosu'),
  },
  {
    country: 'Japan',
    usageLocation: 'JP',
    language: 'ja-JP',
    city: '大阪',
    familyFirst: true,
    given: both('愛子/Aiko 健太/Kenta 美咲/Misaki 翔/Sho 由美/Yumi 大輔/Daisuke'),
    family: both('田中/Tanaka 佐藤/Sato 鈴木/Suzuki 高橋/Takahashi 渡辺/Watanabe'),
  },
  {
    country: 'China',
    usageLocation: 'CN',
    language: 'zh-CN',
    city: '上海',
    familyFirst: true,
    given: both('伟/Wei 芳/Fang 娜/Na 敏/Min 静/Jing 磊/Lei'),
    family: both('李/Li 王/Wang 张/Zhang 刘/Liu 陈/Chen'),
  },
  {
    country: 'Ukraine',
    usageLocation: 'UA',
    language: 'uk-UA',
    city: 'Львів',
    given: both('Олена/Olena Тарас/Taras Оксана/Oksana Богдан/Bohdan Ірина/Iryna'),
    family: both('Шевченко/Shevchenko Коваленко/Kovalenko Бондар/Bondar Мельник/Melnyk'),
  },
  {
    country: 'Greece',
    usageLocation: 'GR',
    language: 'el-GR',
    city: 'Πάτρα',
    given: both('Γιώργος/Giorgos Ελένη/Eleni Νίκος/Nikos Σοφία/Sofia'),
    family: both('Παππάς/Pappas Νικολάου/Nikolaou Δημητρίου/Dimitriou'),
  },
  {
    country: 'United Arab Emirates',
    usageLocation: 'AE',
    language: 'ar-AE',
    city: 'دبي',
    given: both('ليلى/Layla يوسف/Yousef مريم/Maryam خالد/Khalid'),
    family: both('المنصوري/Almansoori الهاشمي/Alhashimi النجار/Alnajjar'),
  },
  {
    country: 'Korea',
    usageLocation: 'KR',
    language: 'ko-KR',
    city: '부산',
    familyFirst: true,
    given: both('민준/Minjun 서연/Seoyeon 지우/Jiwoo 하은/Haeun'),
    family: both('김/Kim 이/Yi 박/Park 최/Choi'),
  },
];
