//! What is left out leaves no trace: with a draft or a secret directive, and everything that names it,
//! the bytes are those of the site without, and there is no fault.

use jiff::ToSpan;

use crate::generator::{Change, Responsible, Row};
use crate::loaded::{Dice, Texts, each_case, shown};

/// Words that stand nowhere but in what is hidden.
const CANARY: &str = "chimhoangyen";

#[test]
fn what_is_hidden_leaves_no_trace_and_no_fault() {
    each_case(40, |dice| {
        let mut site = crate::generator::site(dice);
        let as_of = site.days(dice, 1)[0];
        let public = site.clone();
        let count = site.directives.len();

        // One more directive, hidden, of a random content: deadlines of its own, changes of the others'.
        let other = crate::generator::site(dice);
        let mut hidden = dice.pick(&other.directives).clone();
        hidden.number = "77-KH/TU".to_owned();
        hidden.changes.clear();
        hidden.date = site.directives[count - 1].date + 30.days();
        for deadline in &mut hidden.deadlines {
            deadline.id = format!("{CANARY}-{}", deadline.id);
            deadline.leads.retain(
                |(responsible, _)| matches!(responsible, Responsible::Organization(at) if *at < site.register.len()),
            );
            for (responsible, typed) in &mut deadline.leads {
                let Responsible::Organization(at) = responsible else { continue };
                *typed = site.register[*at].id.clone();
            }
            deadline.leads.push((Responsible::Unknown(CANARY.to_owned()), format!("Đơn vị {CANARY}")));
            deadline.support.clear();
        }
        hidden.recipients = vec![format!("Nơi nhận {CANARY}")];
        hidden.issuer = format!("Cơ quan {CANARY}");
        for (at, directive) in site.directives.iter().enumerate() {
            for deadline in 0..directive.deadlines.len() {
                if dice.chance(2) {
                    hidden.changes.push(Change { directive: at, deadline, due: None });
                }
            }
        }
        hidden.more = format!("place: {CANARY}\nknown_as: [Kế hoạch {CANARY}]\naliases: [{CANARY}.html]\n");
        let earlier = &site.directives[0];
        hidden.more += &format!("relations:\n  - {{replaces: {}, date: {}}}\n", earlier.number, earlier.date);
        hidden.body = format!("## {CANARY} {{#{CANARY}}}\n\nTheo văn bản số {}.\n", earlier.number);
        match dice.roll(5) {
            0 => hidden.more += "secrecy: mat\n",
            1 => hidden.body += "\nTỐI MẬT\n",
            _ => hidden.more += "draft: true\n",
        }
        let is_draft = hidden.more.contains("draft");
        let rows = hidden.deadlines.iter().enumerate().map(|(deadline, one)| Row {
            directive: count,
            deadline,
            occurrence: None,
            responsible: one.leads[dice.roll(one.leads.len())].0.clone(),
            date: hidden.date,
            status: "done",
            file: match dice.roll(3) {
                0 => "0-truoc.csv".to_owned(),
                1 => "2-bang.csv".to_owned(),
                _ => format!("4-rieng-{deadline}.md"),
            },
        });
        let rows: Vec<Row> = rows.collect();
        site.rows.extend(rows);
        site.directives.push(hidden.clone());
        // What both have is spelled alike in both.
        let seed = dice.roll(usize::MAX) as u64;
        let mut all = Texts(site.texts(&mut Dice::new(seed)));
        let mut public = Texts(public.texts(&mut Dice::new(seed)));

        // Public texts that name it keep their words, and nothing else.
        let naming = format!(
            "\nTheo Kế hoạch số 77-KH/TU, ngày {}/{}/{}.\n",
            hidden.date.day(),
            hidden.date.month(),
            hidden.date.year()
        );
        let change = format!("  - {{directive: 77-KH/TU, deadline: {CANARY}-viec-0, due: 2024-01-01}}\n");
        let first = format!("content/directives/{}/0.md", site.directives[0].date.year());
        for (texts, is_all) in [(&mut public, false), (&mut all, true)] {
            let (_, text) = texts.0.iter_mut().find(|(path, _)| *path == first).expect("a directive");
            *text += &naming;
            *text = text.replacen("\nissuer:", "\nrelations: [{based_on: 77-KH/TU}]\nissuer:", 1);
            if is_all {
                *text = text.replacen("\n---\n", &format!("\nchanges:\n{change}---\n"), 1);
            }
        }

        let (without, with) = (public.load(as_of), all.load(as_of));
        let of_others = |faults: &[congbao::diagnostic::Diagnostic]| -> Vec<String> {
            let own = format!("content/directives/{}/{count}.md", hidden.date.year());
            let others = faults.iter().filter(|fault| !is_draft || *fault.place.file != own);
            others.map(shown).collect()
        };
        assert_eq!(with.errors(), [""; 0]);
        assert_eq!(of_others(&with.faults), of_others(&without.faults));
        let (with, without) = (with.outputs(), without.outputs());
        assert_eq!(with.keys().collect::<Vec<_>>(), without.keys().collect::<Vec<_>>());
        for (address, bytes) in with {
            let bytes = bytes.expect("rendered");
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(CANARY), "{address} tells of what is hidden");
            assert!(Ok(&bytes) == without[&address].as_ref(), "{address} differs");
        }
    });
}
