import assert from 'node:assert/strict';
import {
  exactMoney,
  isMoney,
  moneyChange,
  moneyFormat,
  quantityText,
  readableRate,
  sumMoney,
  type Money,
} from '../../../../src/core/billing/money.ts';
import { setLanguage } from '../../../../src/core/language.ts';

const usd = (amount: string): Money => ({ currency: 'USD', amount });

suite('money', () => {
  teardown(() => setLanguage('en'));

  test('is added up exactly, separately for each currency', () => {
    const credits = { currency: 'credits', amount: '3' };
    assert.deepEqual(sumMoney([usd('0.1'), credits, usd('0.2')]), [usd('0.3'), credits]);
    assert.deepEqual(sumMoney([]), []);
  });

  test('changes by the difference, in every currency of either', () => {
    assert.deepEqual(moneyChange([usd('0.1378')], [usd('0.0253')]), [usd('-0.1125')]);
    assert.deepEqual(moneyChange([usd('0.5')], []), [usd('-0.5')]);
    assert.deepEqual(moneyChange([], [usd('0.5')]), [usd('0.5')]);
  });

  test('has two to four decimals, the same for all of a list', () => {
    const few = moneyFormat([usd('1'), usd('12.5')]);
    assert.deepEqual([usd('1'), usd('12.5')].map(few.amount), ['$1.00', '$12.50']);
    const many = moneyFormat([usd('0.0004'), usd('1234567.5')]);
    assert.equal(many.amount(usd('1234567.5')), '$1,234,567.5000');
    const finest = moneyFormat([usd('0.000000000123')]);
    assert.equal(finest.amount(usd('0.00014999')), '$0.0001');
    assert.equal(exactMoney(usd('0.000000000123')), '0.000000000123 USD');
    assert.equal(exactMoney(usd('9007199254740993.10')), '9,007,199,254,740,993.1 USD');
  });

  test('shows changes with a full-width sign', () => {
    const { change } = moneyFormat([usd('0.0125')]);
    assert.equal(change(usd('0.0125')), '+$0.0125');
    assert.equal(change(usd('-0.125')), '\u2212$0.1250');
    assert.equal(change(usd('0')), '$0.0000');
  });

  test('follows the language of the interface', () => {
    setLanguage('de');
    const { amount } = moneyFormat([usd('1234.5')]);
    assert.equal(amount(usd('1234.5')), '1.234,50\u00a0$');
    assert.equal(quantityText('12500.5'), '12.500,5');
  });

  test("names units that aren't money, whatever their name", () => {
    const credits = { currency: 'credits', amount: '1.5' };
    assert.equal(moneyFormat([credits]).amount(credits), '1.50 credits');
    const hostile = { currency: '$<b>', amount: '2' };
    assert.equal(moneyFormat([hostile]).amount(hostile), '2.00 $<b>');
    assert.ok(isMoney('usd') && !isMoney('ABC') && !isMoney(''));
  });

  test('shows codes if a list has several currencies, since several have the sign $', () => {
    const list = [usd('1'), { currency: 'CAD', amount: '2' }];
    assert.deepEqual(list.map(moneyFormat(list).amount), ['USD\u00a01.00', 'CAD\u00a02.00']);
  });

  test('quantities keep all their digits', () => {
    assert.equal(quantityText('9007199254740993'), '9,007,199,254,740,993');
    assert.equal(quantityText('0.000000000001'), '0.000000000001');
    assert.equal(quantityText('1.50'), '1.5');
  });

  test('a tiny price is shown per thousand or million units', () => {
    assert.deepEqual(readableRate('0.000001'), { amount: '1', per: '1000000' });
    assert.deepEqual(readableRate('0.0004'), { amount: '0.4', per: '1000' });
    assert.deepEqual(readableRate('0.03'), { amount: '0.03', per: '1' });
    assert.deepEqual(readableRate('0'), { amount: '0', per: '1' });
  });
});
