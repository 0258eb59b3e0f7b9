import { expect } from 'chai';
import { readActivity } from '../../bot/activity.js';

const activity = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:x', name: 'Sam', aadObjectId: '33333333-0000-4000-8000-00000000000A' },
  conversation: { id: 'a:1', conversationType: 'personal' },
  recipient: { id: '28:x', name: 'Bot' },
  text: 'help',
};

describe('what is read of an activity', () => {
  it('dates are dates, or not there', () => {
    const read = readActivity({ ...activity, timestamp: '2026-11-26T10:42:00.123Z', localTimestamp: 'soon' });
    expect(read?.timestamp).to.deep.equal(new Date('2026-11-26T10:42:00.123Z'));
    expect(read?.localTimestamp).to.equal(undefined);
  });

  it('one person has one object id, however it is written', () => {
    expect(readActivity(activity)?.from.aadObjectId).to.equal('33333333-0000-4000-8000-00000000000a');
  });

  it('words are without NUL and halves of characters; whole ones stay', () => {
    const value = { action: { data: { text: 'a\0b' } } };
    const read = readActivity({ ...activity, text: 'a\ud800 b\0 🙂', value });
    expect(read).to.deep.include({ text: 'a\ufffd b 🙂', value: { action: { data: { text: 'ab' } } } });
  });

  it('nothing is an activity without a conversation that has an address', () => {
    for (const conversation of [undefined, {}, { id: '' }, { id: 7 }, { id: 'a b' }, { id: 'x'.repeat(501) }])
      expect(readActivity({ ...activity, conversation })).to.equal(undefined);
  });

  it('what the SDK would obey, and Teams never sends, is left out', () => {
    const more = { deliveryMode: 'expectReplies', callerId: 'urn:botframework:azure', relatesTo: {}, entities: [] };
    expect(readActivity({ ...activity, ...more })).to.not.have.any.keys(Object.keys(more));
  });
});
