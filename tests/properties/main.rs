//! What holds for every site: random sites, checked against a second reading of the rules.
//!
//! [`generator`] invents a site and writes it as texts, [`oracle`] says from the same invention what is
//! owed and in which state, without a call into the program; the other modules compare. The same seeds
//! at every run: `CONGBAO_CASES=20` runs twenty times as many, `CONGBAO_SEED=7` one alone. A site that
//! fails is left in `target/tmp/properties/`, where `congbao check` can be run on it. `script` needs node.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod cells;
#[cfg(test)]
mod counts;
#[cfg(test)]
mod days;
#[cfg(test)]
mod generator;
#[cfg(test)]
mod growth;
#[cfg(test)]
mod hidden;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod loaded;
#[cfg(test)]
mod mutations;
#[cfg(test)]
#[path = "../browser/not_tried.rs"]
mod not_tried;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod order;
#[cfg(test)]
mod paragraphs;
#[cfg(test)]
mod register;
#[cfg(test)]
mod repeated;
#[cfg(test)]
mod script;
#[cfg(test)]
mod sheets;
#[cfg(test)]
mod states;
#[cfg(test)]
mod words;
#[cfg(test)]
mod work;
