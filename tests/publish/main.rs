//! Publishing, with real files, real kills and a full disk: the old site or the new one, whole.

#[cfg(test)]
#[cfg(unix)]
mod foreign;
#[cfg(test)]
mod hidden;
#[cfg(test)]
#[cfg(unix)]
mod in_place;
#[cfg(test)]
#[path = "../browser/not_tried.rs"]
mod not_tried;
#[cfg(test)]
mod output;
#[cfg(test)]
#[cfg(unix)]
mod refusals;
#[cfg(test)]
#[cfg(unix)]
mod rights;
#[cfg(test)]
#[cfg(unix)]
mod root;
#[cfg(test)]
#[cfg(unix)]
mod shards;
#[cfg(test)]
#[cfg(unix)]
mod signals;
#[cfg(test)]
mod site;
