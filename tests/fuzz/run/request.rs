//! Fuzzes `targets/request.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: congbao_fuzz::prepare(), |data: &[u8]| congbao_fuzz::targets::request::check(data));
