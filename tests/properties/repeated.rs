//! The same sources and the same day give the same bytes and the same faults.

use crate::loaded::{Texts, each_case};

#[test]
fn two_loads_agree_in_any_order_of_files() {
    each_case(15, |dice| {
        let site = crate::generator::site(dice);
        let mut texts = Texts(site.texts(dice));
        // With faults, so that their order shows.
        for _ in 0..3 {
            let at = dice.roll(texts.0.len());
            crate::mutations::mutate(dice, &mut texts.0[at].1);
        }
        let as_of = site.days(dice, 1)[0];
        let once = texts.load(as_of);
        let (faults, outputs) = (once.faults.clone(), once.outputs());
        for at in (1..texts.0.len()).rev() {
            let other = dice.roll(at + 1);
            texts.0.swap(at, other);
        }
        let again = texts.load(as_of);
        assert_eq!(again.faults, faults);
        assert_eq!(again.outputs().keys().collect::<Vec<_>>(), outputs.keys().collect::<Vec<_>>());
        for (address, bytes) in again.outputs() {
            assert!(bytes == outputs[&address], "{address} differs");
        }
    });
}
