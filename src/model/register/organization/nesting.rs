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
        let typed = |id: OrganizationId| &entries[id.0 as usize].1;
        let suspects = |next: &dyn Fn(&Organization) -> Vec<OrganizationId>| {
            circular(&self.organizations.iter().map(next).collect::<Vec<_>>())
        };
        let above = suspects(&|org| org.parent.into_iter().collect());
        let behind = suspects(&|org| org.successor.into_iter().collect());
        let below = suspects(&|org| org.members.iter().map(|member| member.organization).collect());
        // Only what leads into a circle can be part of one.
        let suspects = (0..entries.len()).filter(|at| above[*at] || behind[*at] || below[*at]);
        for id in suspects.map(|at| OrganizationId(at as u32)) {
            let parent = |org: OrganizationId| self[org].parent;
            if std::iter::successors(parent(id), |org| parent(*org)).take(entries.len()).any(|org| org == id)
            {
                self.fault_of_cycle(id, typed(id).parent.as_ref(), decoder);
                self.organizations[id.0 as usize].parent = None;
            }
            let successor = |org: OrganizationId| self[org].successor;
            if std::iter::successors(successor(id), |org| successor(*org))
                .take(entries.len())
                .any(|org| org == id)
            {
                self.fault_of_cycle(id, typed(id).successor.as_ref(), decoder);
                self.organizations[id.0 as usize].successor = None;
            }
            let members = self[id].members.clone();
            let (circular, straight) =
                members.into_iter().partition::<Vec<_>, _>(|m| self.reaches(m.organization, id));
            for member in &circular {
                let name = &self[member.organization].id;
                let at = typed(id)
                    .members
                    .iter()
                    .flatten()
                    .find_map(|m| m.0.organization.as_ref().filter(|o| o.value == *name));
                self.fault_of_cycle(id, at, decoder);
            }
            if !circular.is_empty() {
                self.organizations[id.0 as usize].members = straight;
            }
        }
    }

    fn fault_of_cycle(&self, id: OrganizationId, at: Option<&Text>, decoder: &mut Decoder<'_>) {
        if let Some(at) = at {
            decoder.faults.push(diagnostic::organization_cycle(decoder.place(at.span), &self[id].id));
        }
    }

    /// Whether `to` is `from` or a member of it, at whatever depth.
    fn reaches(&self, from: OrganizationId, to: OrganizationId) -> bool {
        let (mut seen, mut open) = (FxHashSet::default(), vec![from]);
        while let Some(next) = open.pop() {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                open.extend(self[next].members.iter().map(|m| m.organization));
            }
        }
        false
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

/// The height of each above the lowest that it leads to: 0 for what leads nowhere. What leads into a circle has
/// none: the highest of all numbers.
fn heights(leads_to: &[Vec<OrganizationId>]) -> Vec<usize> {
    let mut from: Vec<Vec<usize>> = vec![Vec::new(); leads_to.len()];
    let mut open: Vec<usize> = leads_to.iter().map(Vec::len).collect();
    for (at, to) in leads_to.iter().enumerate() {
        to.iter().for_each(|to| from[to.index()].push(at));
    }
    let mut heights = vec![usize::MAX; leads_to.len()];
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

/// Which of all lead into a circle, at whatever depth.
fn circular(leads_to: &[Vec<OrganizationId>]) -> Vec<bool> {
    heights(leads_to).into_iter().map(|height| height == usize::MAX).collect()
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
