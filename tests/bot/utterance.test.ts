import { expect } from 'chai';
import { lostOf, parseReset } from '../../dialogs/utterance.js';

describe('what somebody types', () => {
  const cases: readonly (readonly [text: string, who: string | undefined, why: string | undefined])[] = [
    ['reset mfa', undefined, undefined],
    ['Reset MFA', undefined, undefined],
    ['Reset MFA for Priya – new phone', 'Priya', 'Reset MFA for Priya – new phone'],
    ['reset mfa for Priya - new phone', 'Priya', 'reset mfa for Priya - new phone'],
    ['reset mfa for Priya — she has a new phone', 'Priya', 'she has a new phone'],
    ['reset mfa for Jean-Luc Picard – lost at sea', 'Jean-Luc Picard', 'lost at sea'],
    ['reset mfa for Priya Raman because the old phone broke', 'Priya Raman', 'the old phone broke'],
    ['reset mfa for Priya: the old phone broke', 'Priya', 'the old phone broke'],
    ['reset mfa for Priya, the old phone broke', 'Priya', 'the old phone broke'],
    ['please reset the MFA of Priya', 'Priya', undefined],
    ['can you reset mfa for priya.raman@contoso.example?', 'priya.raman@contoso.example', undefined],
    ['Reset Priya’s MFA', 'Priya', undefined],
    ["reset Priya's mfa because of a broken phone", 'Priya', 'a broken phone'],
    ['reset mfa for Priya – x', 'Priya', undefined],
    ['reset mfa because I lost it all', undefined, 'I lost it all'],
    ['  reset   mfa \n for   Priya  ', 'Priya', undefined],
    ['reset mfa for me', 'me', undefined],
    ['reset my MFA', 'me', undefined],
    ['reset mfa for Priya please', 'Priya', undefined],
    ['reset mfa for someone', undefined, undefined],
    ['Hello, could you please reset the MFA for Priya, thanks!', 'Priya', undefined],
    ['I’d like to reset mfa for Priya', 'Priya', undefined],
    ["can you reset Priya's MFA?", 'Priya', undefined],
    ['mfa reset', undefined, undefined],
    ['mfa reset for Priya', 'Priya', undefined],
    ['I need an MFA reset for Priya, new phone', 'Priya', 'I need an MFA reset for Priya, new phone'],
    ['Priya lost her phone', 'Priya', 'Priya lost her phone'],
    ['priya raman has got a new work phone', 'priya raman', 'priya raman has got a new work phone'],
    ['Priya’s phone was stolen on the train', 'Priya', 'Priya’s phone was stolen on the train'],
    ['my colleague Priya lost her phone', 'Priya', 'my colleague Priya lost her phone'],
    ['I lost my phone', 'me', 'I lost my phone'],
    ['she lost her phone', undefined, 'she lost her phone'],
    ['reset mfa for ${evil} – {{DATE()}} all gone', '${evil}', '{{DATE()}} all gone'],
  ];
  for (const [text, who, why] of cases)
    it(`“${text}” means ${who ?? 'nobody yet'}, because ${why ?? 'nothing yet'}`, () => {
      const wish = parseReset(text);
      expect(wish).to.include({ who, why });
    });

  const others = [
    ...['help', 'hello', 'reset', 'reset my password', 'what about mfa', 'I reset mfa yesterday', ''],
    ...['what is the weather', 'is my reset done?', 'mfa reset done?', 'has Priya lost her phone?', 'who lost a phone'],
    ...['we have a new phone policy', 'the office got a new phone', 'Priya lost her phone?'],
    ...['Priya lost the key to the cupboard with the phone', 'note she lost her phone'],
    ...['answer Priya has a new phone', 'I have read that you do resets on a phone'],
  ];
  for (const text of others)
    it(`“${text}” asks for no reset`, () => {
      expect(parseReset(text)).to.equal(undefined);
    });

  it('says what was lost, a stolen phone before a lost one', () => {
    expect(lostOf('new phone')).to.equal('newPhone');
    expect(lostOf('got a new work phone')).to.equal('newPhone');
    expect(lostOf('lost it')).to.equal('lostPhone');
    expect(lostOf('the phone was lost, probably stolen')).to.equal('stolen');
    expect(lostOf('the YubiKey broke')).to.equal('securityKey');
    expect(lostOf('cannot sign in')).to.equal('unknown');
  });

  it('takes what was lost from a sentence about somebody', () => {
    expect(parseReset('Priya lost her phone')?.lost).to.equal('lostPhone');
    expect(parseReset('Priya’s phone was stolen')?.lost).to.equal('stolen');
    expect(parseReset('I need an MFA reset for Priya, new phone')?.lost).to.equal('newPhone');
    expect(parseReset('Priya got a new phone and can’t sign in')?.urgent).to.equal(true);
  });

  it('hears when somebody is locked out right now', () => {
    expect(parseReset('reset mfa for Priya – locked out, new phone')?.urgent).to.equal(true);
    expect(parseReset('reset mfa for Priya – new phone')?.urgent).to.equal(false);
  });

  it('reads a very long text without backtracking', function () {
    // A pattern that backtracks takes minutes of these.
    this.timeout(10_000);
    expect(parseReset(`reset mfa for ${' '.repeat(50_000)}x`)?.who).to.equal('x');
    expect(parseReset(`reset ${'a '.repeat(50_000)}`)).to.equal(undefined);
    for (const part of ['a ', 'please, ', ', ', "'s", 'Priya lost the ', "a's phone "])
      expect(() => parseReset(`${part.repeat(20_000)}lost phone`), part).not.to.throw();
    expect(parseReset(`reset mfa for ${'because '.repeat(20_000)}`)?.lost).to.equal('unknown');
  });
});
