//! What stands above, behind and inside what: never in a circle, and groups only so deep.
//!
//! Owns the cutting of what is typed otherwise, so that nothing that follows can run for ever.

use rustc_hash::FxHashSet;

use super::{Organization, OrganizationId, Register};
use crate::diagnostic;
use crate::model::register::typed::TypedOrganization;
use crate::read::decode::{Decoder, Text};

/// Groups inside groups, at most.
const DEEPEST: usize = 32;

impl Register {
    /// Takes out what leads back to itself, so that nothing that follows can run for ever.
    pub(super) fn cut_cycles(&mut self, entries: &[(Text, TypedOrganization)], decoder: &mut Decoder<'_>) {
        let circular = |next: &dyn Fn(&Organization) -> Vec<OrganizationId>| {
            circular(&self.organizations.iter().map(next).collect::<Vec<_>>())
        };
        let above = circular(&|org| org.parent.into_iter().collect());
        let behind = circular(&|org| org.successor.into_iter().collect());
        let below = circular(&|org| org.members.iter().map(|member| member.organization).collect());
        for (id, _) in above {
            self.fault_of_cycle(id, entries[id.index()].1.parent.as_ref(), decoder);
            self.organizations[id.index()].parent = None;
        }
        for (id, _) in behind {
            self.fault_of_cycle(id, entries[id.index()].1.successor.as_ref(), decoder);
            self.organizations[id.index()].successor = None;
        }
        for of_one in below.chunk_by(|a, b| a.0 == b.0) {
            let id = of_one[0].0;
            let circular: FxHashSet<&str> = of_one.iter().map(|(_, to)| self[*to].id.as_str()).collect();
            let typed = entries[id.index()].1.members.iter().flatten();
            for at in typed.filter_map(|member| member.0.organization.as_ref()) {
                if circular.contains(at.as_str()) {
                    self.fault_of_cycle(id, Some(at), decoder);
                }
            }
            let circular: FxHashSet<OrganizationId> = of_one.iter().map(|(_, to)| *to).collect();
            self.organizations[id.index()].members.retain(|member| !circular.contains(&member.organization));
        }
    }

    fn fault_of_cycle(&self, id: OrganizationId, at: Option<&Text>, decoder: &mut Decoder<'_>) {
        if let Some(at) = at {
            decoder.faults.push(diagnostic::organization_cycle(decoder.place(at.span), &self[id].id));
        }
    }

    /// Takes out the members of groups that are nested too deep: pages name all groups above a body.
    pub(super) fn cut_depth(&mut self, entries: &[(Text, TypedOrganization)], decoder: &mut Decoder<'_>) {
        let members: Vec<Vec<OrganizationId>> = self
            .organizations
            .iter()
            .map(|org| org.members.iter().map(|member| member.organization).collect())
            .collect();
        for (at, height) in heights(&members).into_iter().enumerate() {
            // The lowest group that is too high is told: those above it are so because of it.
            if height > DEEPEST {
                self.organizations[at].members.clear();
            }
            if height == DEEPEST + 1 {
                let id = &entries[at].0;
                decoder.faults.push(diagnostic::nested_too_deep(decoder.place(id.span), id, DEEPEST));
            }
        }
    }
}

/// The height of each above the lowest that it leads to: 0 for what leads nowhere. There are no circles.
fn heights(leads_to: &[Vec<OrganizationId>]) -> Vec<usize> {
    let mut from: Vec<Vec<usize>> = vec![Vec::new(); leads_to.len()];
    let mut open: Vec<usize> = leads_to.iter().map(Vec::len).collect();
    for (at, to) in leads_to.iter().enumerate() {
        to.iter().for_each(|to| from[to.index()].push(at));
    }
    let mut heights = vec![0; leads_to.len()];
    let mut ready: Vec<usize> = (0..leads_to.len()).filter(|at| open[*at] == 0).collect();
    while let Some(at) = ready.pop() {
        let below = leads_to[at].iter().map(|to| heights[to.index()] + 1);
        heights[at] = below.max().unwrap_or(0);
        for above in &from[at] {
            open[*above] -= 1;
            if open[*above] == 0 {
                ready.push(*above);
            }
        }
    }
    heights
}

/// The steps without which nothing leads back to itself, in order: of a circle that which begins at its first.
fn circular(leads_to: &[Vec<OrganizationId>]) -> Vec<(OrganizationId, OrganizationId)> {
    let mut from: Vec<Vec<u32>> = vec![Vec::new(); leads_to.len()];
    for (at, to) in (0..).zip(leads_to) {
        to.iter().for_each(|to| from[to.index()].push(at));
    }
    // Backwards from each, which of the steps to it are still to be gone.
    let mut steps: Vec<std::vec::IntoIter<u32>> = from.into_iter().map(Vec::into_iter).collect();
    let (mut seen, mut is_open) = (vec![false; steps.len()], vec![false; steps.len()]);
    let (mut open, mut circular) = (Vec::new(), Vec::new());
    for first in 0..steps.len() {
        open.extend((!seen[first]).then_some(first));
        while let Some(&at) = open.last() {
            (seen[at], is_open[at]) = (true, true);
            match steps[at].next() {
                Some(before) if is_open[before as usize] => {
                    circular.push((OrganizationId(before), OrganizationId(at as u32)));
                }
                Some(before) => open.extend((!seen[before as usize]).then_some(before as usize)),
                None => {
                    is_open[at] = false;
                    open.pop();
                }
            }
        }
    }
    circular.sort_unstable();
    circular.dedup();
    circular
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::register::organization::PATH;
    use crate::read::snapshot::Sources;

    #[test]
    fn groups_nest_only_so_deep() {
        let nested = |depth: usize| {
            let groups =
                (0..depth).map(|at| format!("- {{id: g{at}, name: Nhóm {at}, members: [g{}]}}\n", at + 1));
            let yaml = groups.collect::<String>() + &format!("- {{id: g{depth}, name: Nhóm}}\n");
            let (register, faults) =
                Register::read(&Sources::from_texts([(PATH.into(), yaml)]).part(&[PATH]));
            let faults = faults.iter().map(|f| format!("{}:{} {}", f.place.line, f.place.column, f.code));
            (register, faults.collect::<Vec<_>>())
        };
        assert_eq!(nested(DEEPEST).1, [""; 0]);
        let (register, faults) = nested(DEEPEST + 9);
        assert_eq!(faults, ["9:8 nested-too-deep"]);
        assert_eq!(
            register.groups_ever(register.with_id(&format!("g{}", DEEPEST + 9)).unwrap()).len(),
            DEEPEST
        );
    }
}
