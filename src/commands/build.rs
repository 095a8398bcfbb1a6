//! `congbao build`: renders every route into the output, all or nothing, and says what was published.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use congbao::diagnostic::{self, Diagnostic};
use congbao::error::Error;
use congbao::language::{Language, Words};
use congbao::site::Site;
use congbao::write::publish::interrupt::Interrupt;
use congbao::write::publish::shard::Shard;
use congbao::write::publish::{Published, Reuse, publish};
use congbao::write::report::{Reporter, summary};

use super::load::{Load, Loaded, has_errors};
use super::{CommonArgs, bad_value};

#[derive(Debug, clap::Args)]
pub struct BuildArgs {
    /// Thư mục kết quả (output folder).
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Ngày tính tình trạng; mặc định hôm nay (day as of which states are judged).
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Địa chỉ tuyệt đối của trang (absolute address of the site).
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Dựng lại mọi trang, không lấy gì của lần trước (make every page anew).
    #[arg(long)]
    fresh: bool,
    /// Cảnh báo cũng là lỗi (warnings are errors).
    #[arg(long)]
    strict: bool,
    /// Chỉ dựng phần thứ K trong N phần của trang (build only the K-th of N parts).
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,
}

/// Publishes a site; 1 where it has errors.
pub fn run(args: &BuildArgs, common: &CommonArgs, reporter: &mut Reporter) -> Result<ExitCode, Error> {
    let interrupt = Interrupt::listen();
    let shard = args.shard()?;
    let load = Load {
        as_of: args.as_of.as_deref(),
        base_url: args.base_url.as_deref(),
        strict: args.strict,
        drafts: false,
    };
    let Loaded { root, site, mut faults, read, model } = load.run(common, reporter)?;
    interrupt.check()?;
    let output = args.output.clone().unwrap_or_else(|| root.join("public"));
    let start = Instant::now();
    let mut published = None;
    if !has_errors(&faults) {
        let files = site.routes().keys().filter(|path| shard.holds(path.as_str())).count();
        let bar = Bar::new(files, start);
        let step = || {
            bar.tick();
            interrupt.check()
        };
        let reuse = if args.fresh { Reuse::Nothing } else { Reuse::Unchanged };
        let outcome = publish(&site, &root, &output, (shard, reuse), &step);
        bar.finish();
        match outcome? {
            Ok(done) => published = Some(done),
            Err(found) => faults.extend(found),
        }
    }
    diagnostic::sort(&mut faults);
    reporter.diagnostics(&faults);
    let Some(published) = published else {
        reporter.say(&not_published(&faults, reporter.language));
        return Ok(ExitCode::from(1));
    };
    let times = Times { read, model, write: start.elapsed() };
    published.notices.iter().for_each(|notice| reporter.mention(notice.in_language(reporter.language)));
    reporter.mention(&said(&site, &faults, &published, times, &output, reporter.language));
    reporter.mention(next(shard, &output).in_language(reporter.language));
    Ok(ExitCode::SUCCESS)
}

impl BuildArgs {
    /// The part of the site that is asked for.
    fn shard(&self) -> Result<Shard, Error> {
        let Some(typed) = &self.shard else { return Ok(Shard::WHOLE) };
        let shard = typed.parse().map_err(|remedy| bad_value(typed, remedy))?;
        // In `public/` a part would stand for the site; and past midnight parts would be of two days.
        if self.output.is_none() || self.as_of.is_none() {
            return Err(Error::usage(
                Words::new(
                    "`--shard` cần biết thư mục và ngày",
                    "`--shard` has to be told its folder and the day",
                ),
                Words::new(
                    "thêm `--output THƯ-MỤC`, mỗi phần một thư mục, và `--as-of NGÀY`, mọi phần cùng một ngày",
                    "add `--output DIR`, a folder for each part, and `--as-of DATE`, the same for all parts",
                ),
            ));
        }
        Ok(shard)
    }
}

/// What to do with what was built.
fn next(shard: Shard, output: &Path) -> Words {
    if shard.is_whole() {
        let first = output.join("index.html");
        return Words::new(format!("mở {}", first.display()), format!("open {}", first.display()));
    }
    let (output, of) = (output.display(), shard.of());
    Words::new(
        format!(
            "đây là phần {shard}, chưa phải cả trang: chép đủ {of} phần vào một thư mục, `cp -r {output}/. TRANG`"
        ),
        format!(
            "this is part {shard}, not the site: copy all {of} parts into one folder, `cp -r {output}/. SITE`"
        ),
    )
}

/// A progress bar that shows itself on a terminal after a second.
struct Bar {
    bar: indicatif::ProgressBar,
    start: Instant,
}

impl Bar {
    fn new(files: usize, start: Instant) -> Bar {
        let bar = indicatif::ProgressBar::hidden();
        bar.set_length(u64::try_from(files).unwrap_or(u64::MAX));
        Bar { bar, start }
    }

    fn tick(&self) {
        self.bar.inc(1);
        if self.bar.is_hidden() && self.start.elapsed() > Duration::from_secs(1) {
            self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// How long each phase took.
struct Times {
    read: Duration,
    model: Duration,
    write: Duration,
}

fn not_published(faults: &[Diagnostic], language: Language) -> String {
    let found = summary(faults, language);
    match language {
        Language::Vi => format!("không công bố gì: {found}"),
        Language::En => format!("nothing was published; {found}"),
    }
}

fn said(
    site: &Site,
    faults: &[Diagnostic],
    published: &Published,
    times: Times,
    output: &Path,
    language: Language,
) -> String {
    let content = site.content();
    let (directives, tasks) = (content.catalog.directives().len(), content.totals.all.all());
    let (drafts, secrets) = (content.catalog.drafts_left_out(), content.catalog.secrets_left_out());
    let Published { files, unchanged, .. } = published;
    let found = summary(faults, language);
    let (read, model, write) = (times.read.as_millis(), times.model.as_millis(), times.write.as_millis());
    let output = output.display();
    match language {
        Language::Vi => {
            let left_out = match (drafts, secrets) {
                (0, 0) => String::new(),
                (drafts, 0) => format!("; để ngoài {drafts} bản nháp"),
                (drafts, secrets) => format!("; để ngoài {drafts} bản nháp, {secrets} văn bản mật"),
            };
            format!(
                "đã công bố {directives} văn bản, {tasks} nhiệm vụ vào {output}: {files} tệp, {unchanged} không đổi{left_out}\n\
                 {found}; đọc {read} ms, hiểu {model} ms, dựng và ghi {write} ms"
            )
        }
        Language::En => {
            let left_out = match (drafts, secrets) {
                (0, 0) => String::new(),
                (drafts, 0) => format!("; left out: {drafts} drafts"),
                (drafts, secrets) => format!("; left out: {drafts} drafts, {secrets} secret documents"),
            };
            format!(
                "published {directives} directives, {tasks} tasks into {output}: {files} files, {unchanged} unchanged{left_out}\n\
                 {found}; read {read} ms, model {model} ms, render and write {write} ms"
            )
        }
    }
}
