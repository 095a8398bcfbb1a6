//! Publishing, with real files, real kills and a full disk: the old site or the new one, whole.

#[cfg(test)]
mod output;
#[cfg(test)]
#[cfg(unix)]
mod refusals;
#[cfg(test)]
mod site;
