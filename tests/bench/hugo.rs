//! Hugo's live server on the same texts.

use std::fs;
use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::corpus::{Corpus, slug};
use crate::peers::{Peer, page};
use crate::preview::{Client, Running};

/// Measures `hugo server`.
pub fn measure(hugo: &Peer, corpus: &Corpus) -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let root = dir.path();
    hugo.write(corpus, root)?;
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port().to_string();
    drop(listener);
    let begun = Instant::now();
    let mut program = Command::new(&hugo.program);
    program.current_dir(root).args(["server", "--port", &port, "--disableLiveReload", "--watch"]);
    let _running = Running(program.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
    let mut browser = Client::new(&format!("127.0.0.1:{port}"));
    let half = corpus.directive(corpus.count / 2);
    let address = format!("/directives/{}/", slug(&half.number));
    while browser.get(&address).is_err() {
        if begun.elapsed() > Duration::from_secs(120) {
            println!("  hugo does not answer: not compared");
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    println!("  hugo: start to the first page {:>24.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let path = root.join(page(&half));
    let written = fs::read_to_string(&path)?;
    let text = |at: usize| format!("{written}\nLần sửa dau{at}hieu.\n");
    browser.edits("hugo: save of a text to the bytes", &path, &text, &[&address], None)?;
    let layout = root.join("layouts/page.html");
    let shown = fs::read_to_string(&layout)?;
    let marked = |at: usize| shown.replacen("<article>", &format!("<article><p>dau{at}hieu</p>"), 1);
    browser.edits("hugo: save of a layout to the bytes", &layout, &marked, &[&address], None)?;
    Ok(())
}
