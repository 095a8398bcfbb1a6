//! The part of a register that somebody names.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Member, Organization, OrganizationId, Register, Resolution};
use crate::model::names::name::Name;
use crate::spelling::fold;

impl Register {
    /// The register without what none of these names: they keep whom they name, the members of groups among
    /// these, and the bodies above.
    pub fn of_named<'n>(&self, names: impl IntoIterator<Item = &'n Name>) -> Register {
        let mut kept: FxHashSet<OrganizationId> = FxHashSet::default();
        let mut open: Vec<OrganizationId> = Vec::new();
        for name in names {
            match self.resolve(&name.text, &name.folded) {
                Resolution::Found(id) => open.push(id),
                Resolution::Ambiguous(several) => open.extend(&*several),
                Resolution::Unknown => {}
            }
        }
        let mut above: Vec<OrganizationId> = Vec::new();
        while let Some(id) = open.pop() {
            if kept.insert(id) {
                open.extend(self[id].members.iter().map(|member| member.organization));
                above.push(id);
            }
        }
        // A group above is not asked who belongs to it.
        for id in above {
            kept.extend(std::iter::successors(self[id].parent, |id| self[*id].parent));
        }
        self.only(&kept)
    }

    /// The entry with an id or name that nobody names.
    pub fn unnamed(&self, typed: &str, folded: &str) -> Option<&Organization> {
        let [ids, names] = &self.unnamed_places;
        let at = ids.get(typed).into_iter().chain(names.get(folded)).min()?;
        self.unnamed.get(*at)
    }

    /// Every entry, also of those whom nobody names.
    pub(super) fn listed(&self) -> impl Iterator<Item = &Organization> {
        self.organizations.iter().chain(&self.unnamed)
    }

    fn only(&self, kept: &FxHashSet<OrganizationId>) -> Register {
        let old: Vec<OrganizationId> = self.ids().filter(|id| kept.contains(id)).collect();
        let new = |id: OrganizationId| {
            old.binary_search(&id).ok().map(|at| OrganizationId(u32::try_from(at).unwrap_or(u32::MAX)))
        };
        let keep = |id: &OrganizationId| {
            let entry = &self[*id];
            let member =
                |member: &Member| Some(Member { organization: new(member.organization)?, ..*member });
            Organization {
                parent: entry.parent.and_then(new),
                successor: entry.successor.and_then(new),
                members: entry.members.iter().filter_map(member).collect(),
                predecessors: Vec::new(),
                groups: Vec::new(),
                ..entry.clone()
            }
        };
        let organizations = old.iter().map(keep).collect();
        let unnamed: Vec<Organization> =
            self.ids().filter(|id| !kept.contains(id)).map(|id| self[id].clone()).collect();
        let mut unnamed_places = <[FxHashMap<String, usize>; 2]>::default();
        for (at, entry) in unnamed.iter().enumerate() {
            unnamed_places[0].entry(entry.id.clone()).or_insert(at);
            for name in std::iter::once(&entry.name).chain(&entry.aliases).chain(&entry.short) {
                unnamed_places[1].entry(fold(name)).or_insert(at);
            }
        }
        let mut register = Register {
            organizations,
            unnamed,
            unnamed_places,
            is_broken: self.is_broken,
            ..Register::default()
        };
        register.link();
        register
    }
}
