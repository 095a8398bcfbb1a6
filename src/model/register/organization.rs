//! The register: who can issue, receive and report.
//!
//! Owns organisations, the names that lead to them, and who belonged to a group on a day. A name is
//! never guessed: one that several bear leads to none.

mod named;
mod nesting;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{self, Diagnostic};
use crate::model::document::typed::OrganizationKind;
use crate::model::names::name::{Name, collation_key};
use crate::model::register::typed::{TypedMember, TypedOrganization};
use crate::model::time::date::Interval;
use crate::nearest::{Hints, nearest, several};
use crate::place::Span;
use crate::read::decode::{Decode, Decoder, Short, Text};
use crate::read::snapshot::Part;
use crate::read::yaml;
use crate::spelling::{fold, is_id, slug};

/// Where the register stands.
pub const PATH: &str = "content/organizations.yaml";

/// An organisation of the register: its place in the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganizationId(u32);

impl OrganizationId {
    /// The organisation at a place among `count`.
    pub fn among(index: u32, count: usize) -> Option<OrganizationId> {
        Some(OrganizationId(index)).filter(|id| id.index() < count)
    }
}

/// An entry of the register.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Stable id.
    pub id: String,
    /// Where the id stands in the register.
    pub span: Span,
    /// Name as printed.
    pub name: String,
    /// What it is.
    pub kind: OrganizationKind,
    /// Abbreviation.
    pub short: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The body above it.
    pub parent: Option<OrganizationId>,
    /// When it existed.
    pub lifetime: Option<Interval>,
    /// The body that follows it.
    pub successor: Option<OrganizationId>,
    /// Who belongs to it.
    pub members: Vec<Member>,
    /// The bodies that it follows.
    pub predecessors: Vec<OrganizationId>,
    /// The groups that it is a direct member of.
    groups: Vec<Member>,
}

/// One side of a membership, and when it held.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Member {
    /// The member (or, seen from the member, the group).
    pub organization: OrganizationId,
    lifetime: Option<Interval>,
}

/// What a name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One organisation.
    Found(OrganizationId),
    /// Several bear the name.
    Ambiguous(Arc<[OrganizationId]>),
    /// Nobody bears it.
    Unknown,
}

/// All organisations of a site.
#[derive(Debug, Default)]
pub struct Register {
    organizations: Vec<Organization>,
    ids: FxHashMap<String, OrganizationId>,
    names: FxHashMap<String, Arc<[OrganizationId]>>,
    sorted: Vec<OrganizationId>,
    /// Entries that nobody names, where these are left out: known to hints alone.
    unnamed: Vec<Organization>,
    /// Their places by their ids, and by their folded names.
    unnamed_places: [FxHashMap<String, usize>; 2],
    is_broken: bool,
}

/// As readers see it: without where anything is typed, and what nobody names.
impl Hash for Register {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // Names and ids follow from the organisations.
        let Register { organizations, ids: _, names: _, sorted, unnamed: _, unnamed_places: _, is_broken } =
            self;
        (organizations, sorted, is_broken).hash(hasher);
    }
}

impl Hash for Organization {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Organization {
            id,
            span: _,
            name,
            kind,
            short,
            aliases,
            parent,
            lifetime,
            successor,
            members,
            predecessors,
            groups,
        } = self;
        (id, name, kind, short, aliases, parent, lifetime).hash(hasher);
        (successor, members, predecessors, groups).hash(hasher);
    }
}

impl Organization {
    /// An organisation as typed, of which `find` knows the others by their ids.
    fn new(
        id: &Text,
        typed: &TypedOrganization,
        mut find: impl FnMut(&Text) -> Option<OrganizationId>,
    ) -> Organization {
        let member = |Short(TypedMember { organization, lifetime, .. }): &Short<TypedMember>| {
            let organization = find(organization.as_ref()?)?;
            Some(Member { organization, lifetime: lifetime.as_ref().map(|l| **l) })
        };
        let members: Vec<Member> = typed.members.iter().flatten().filter_map(member).collect();
        let kind = match &typed.kind {
            Some(kind) => **kind,
            None if members.is_empty() => OrganizationKind::Body,
            None => OrganizationKind::Group,
        };
        Organization {
            id: id.value.clone(),
            span: id.span,
            name: typed.name.as_ref().map_or_else(|| id.value.clone(), |name| name.value.clone()),
            kind,
            short: typed.short.as_ref().map(|s| s.value.clone()),
            aliases: typed.aliases.iter().flatten().map(|a| a.value.clone()).collect(),
            parent: typed.parent.as_ref().and_then(&mut find),
            lifetime: typed.lifetime.as_ref().map(|l| **l),
            successor: typed.successor.as_ref().and_then(find),
            members,
            predecessors: Vec::new(),
            groups: Vec::new(),
        }
    }
}

impl Register {
    /// The register of `sources` and its faults.
    pub fn read(sources: &Part<'_>) -> (Register, Vec<Diagnostic>) {
        let Some(source) = sources.get(PATH) else {
            return (Register::default(), Vec::new());
        };
        let node = match yaml::of_file(source) {
            Ok(node) => node,
            Err(faults) => return (Register { is_broken: true, ..Register::default() }, faults),
        };
        let mut decoder = Decoder::new(source);
        let typed = Vec::<TypedOrganization>::decode(&node, &mut decoder).unwrap_or_default();
        let register = Register::new(typed, &mut decoder);
        (register, decoder.faults)
    }

    fn new(typed: Vec<TypedOrganization>, decoder: &mut Decoder<'_>) -> Register {
        let mut entries: Vec<(Text, TypedOrganization)> = Vec::with_capacity(typed.len());
        let mut first: FxHashMap<String, Span> = FxHashMap::default();
        for mut entry in typed {
            let Some(id) = entry.id.take() else { continue };
            if !is_id(&id) {
                decoder.faults.push(diagnostic::invalid_id(decoder.place(id.span), &id, &slug(&id)));
            } else if let Some(first) = first.get(id.as_str()) {
                let (at, first) = (decoder.place(id.span), decoder.place(*first));
                decoder.faults.push(diagnostic::duplicate_id(at, &id, first));
            } else {
                first.insert(id.value.clone(), id.span);
                entries.push((id, entry));
            }
        }
        entries.sort_by(|a, b| a.0.value.cmp(&b.0.value));
        let ids: FxHashMap<&str, OrganizationId> =
            (0..).map(OrganizationId).zip(&entries).map(|(at, (id, _))| (id.as_str(), at)).collect();
        let hints = Hints::default();
        let find = |id: &Text, decoder: &mut Decoder<'_>| {
            let found = ids.get(id.as_str()).copied();
            if found.is_none() {
                let near = hints.of(|| nearest(id, ids.keys().copied()));
                decoder.faults.push(diagnostic::unknown_id(decoder.place(id.span), id, near));
            }
            found
        };
        let organizations =
            entries.iter().map(|(id, typed)| Organization::new(id, typed, |id| find(id, decoder))).collect();
        let mut register = Register { organizations, ..Register::default() };
        register.cut_cycles(&entries, decoder);
        register.cut_depth(&entries, decoder);
        register.link();
        register
    }

    /// Fills in what follows from the entries: names, groups, predecessors, order.
    fn link(&mut self) {
        let mut bearers: FxHashMap<String, Vec<OrganizationId>> = FxHashMap::default();
        for at in 0..self.organizations.len() {
            let id = OrganizationId(at as u32);
            let entry = &self.organizations[at];
            let names =
                std::iter::once(&entry.name).chain(&entry.aliases).chain(&entry.short).map(|name| fold(name));
            for name in names.collect::<Vec<_>>() {
                let bearers = bearers.entry(name).or_default();
                if bearers.last() != Some(&id) {
                    bearers.push(id);
                }
            }
            for member in self.organizations[at].members.clone() {
                let group = Member { organization: id, lifetime: member.lifetime };
                self.organizations[member.organization.0 as usize].groups.push(group);
            }
            if let Some(successor) = self.organizations[at].successor {
                self.organizations[successor.0 as usize].predecessors.push(id);
            }
        }
        self.names = bearers.into_iter().map(|(name, bearers)| (name, bearers.into())).collect();
        self.ids = self.ids().map(|id| (self[id].id.clone(), id)).collect();
        let mut sorted: Vec<OrganizationId> = self.ids().collect();
        sorted.sort_by_cached_key(|id| (collation_key(&self[*id].name), *id));
        self.sorted = sorted;
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.organizations.len()
    }

    /// Whether the register is empty.
    pub fn is_empty(&self) -> bool {
        self.organizations.is_empty()
    }

    /// All, in the order of ids.
    pub fn ids(&self) -> impl Iterator<Item = OrganizationId> + use<> {
        (0..self.organizations.len() as u32).map(OrganizationId)
    }

    /// All, in Vietnamese order of names.
    pub fn sorted(&self) -> &[OrganizationId] {
        &self.sorted
    }

    /// The organisation with this id.
    pub fn with_id(&self, id: &str) -> Option<OrganizationId> {
        self.ids.get(id).copied()
    }

    /// Whether it could not be read: what it lacks is no fault of who names it.
    pub fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// The bodies of the register among names, each once.
    pub fn known<'n>(&self, names: impl IntoIterator<Item = &'n Name>) -> Vec<OrganizationId> {
        let mut seen = FxHashSet::default();
        let found = names.into_iter().filter_map(|name| match self.resolve(&name.text, &name.folded) {
            Resolution::Found(id) => Some(id),
            _ => None,
        });
        found.filter(|id| seen.insert(*id)).collect()
    }

    /// What a typed id or name (with its folded form) leads to.
    pub fn resolve(&self, typed: &str, folded: &str) -> Resolution {
        if let Some(found) = self.with_id(typed) {
            return Resolution::Found(found);
        }
        match self.names.get(folded) {
            Some(bearers) => match **bearers {
                [one] => Resolution::Found(one),
                _ => Resolution::Ambiguous(bearers.clone()),
            },
            None => Resolution::Unknown,
        }
    }

    /// The names nearest to one that is unknown.
    pub fn near_names(&self, name: &str) -> Vec<&str> {
        let names = self
            .listed()
            .flat_map(|o| std::iter::once(o.name.as_str()).chain(o.aliases.iter().map(String::as_str)));
        several(name, names, 3)
    }

    /// The id nearest to one that is unknown.
    pub fn near_id(&self, id: &str) -> Option<&str> {
        nearest(id, self.listed().map(|o| o.id.as_str()))
    }

    /// Whether a member counts on `when`: its membership decides, else its own lifetime.
    fn holds(&self, member: OrganizationId, lifetime: Option<Interval>, when: &Interval) -> bool {
        lifetime.or(self[member].lifetime).is_none_or(|lifetime| lifetime.overlaps(when))
    }

    /// Who belonged to `group` on `when`: groups inside groups expanded, each body once, in the order in
    /// which their groups name them. A group inside that had nobody stands for itself.
    pub fn members_on(&self, group: OrganizationId, when: &Interval) -> Vec<OrganizationId> {
        let (mut members, mut seen) = (Vec::new(), FxHashSet::default());
        self.collect_members(group, when, &mut members, &mut seen);
        members
    }

    /// Adds who belonged to `group` and was not `seen` yet; whether there was anybody, seen or not.
    fn collect_members(
        &self,
        group: OrganizationId,
        when: &Interval,
        members: &mut Vec<OrganizationId>,
        seen: &mut FxHashSet<OrganizationId>,
    ) -> bool {
        let mut had_members = false;
        for member in &self[group].members {
            if !self.holds(member.organization, member.lifetime, when) {
                continue;
            }
            had_members = true;
            let is_new = seen.insert(member.organization);
            if is_new && !self.collect_members(member.organization, when, members, seen) {
                members.push(member.organization);
            }
        }
        had_members
    }

    /// The groups that `organization` belonged to on `when`, at whatever depth, each once.
    pub fn groups_on(&self, organization: OrganizationId, when: &Interval) -> Vec<OrganizationId> {
        let (mut groups, mut open) = (Vec::new(), vec![organization]);
        let mut seen = FxHashSet::default();
        while let Some(member) = open.pop() {
            for group in &self[member].groups {
                if self.holds(member, group.lifetime, when) && seen.insert(group.organization) {
                    groups.push(group.organization);
                    open.push(group.organization);
                }
            }
        }
        groups
    }

    /// The groups that `organization` ever belonged to, at whatever depth, each once.
    pub fn groups_ever(&self, organization: OrganizationId) -> Vec<OrganizationId> {
        self.groups_on(
            organization,
            &Interval { first: None, last: None, precision: crate::model::time::date::Precision::Range },
        )
    }
}

impl std::ops::Index<OrganizationId> for Register {
    type Output = Organization;
    fn index(&self, id: OrganizationId) -> &Organization {
        &self.organizations[id.0 as usize]
    }
}

impl OrganizationId {
    /// Its place in the order of ids.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::date::edtf;
    use crate::read::snapshot::Sources;

    fn read(yaml: &str) -> (Register, Vec<String>) {
        let (register, faults) =
            Register::read(&Sources::from_texts([(PATH.into(), yaml.to_owned())]).part(&[PATH]));
        (register, faults.iter().map(|f| format!("{}:{} {}", f.place.line, f.place.column, f.code)).collect())
    }

    fn ids(register: &Register, ids: &[OrganizationId]) -> Vec<String> {
        ids.iter().map(|id| register[*id].id.clone()).collect()
    }

    const GROUPS: &str = "\
- {id: tinh, name: Các tỉnh uỷ, members: [a, {organization: b, lifetime: ../2025-06}, cu]}
- {id: a, name: Tỉnh ủy A}
- {id: b, name: Tỉnh ủy B}
- {id: cu, name: Tỉnh ủy cũ, lifetime: ../2020}
- {id: tat-ca, name: Tất cả, members: [tinh, a, lai, khac, trong]}
- {id: lai, name: Nhóm lại, members: [a]}
- {id: khac, name: Khác, kind: group}
- {id: trong, name: Nhóm trong, members: [cu]}
";

    #[test]
    fn groups_expand_to_bodies_that_existed() {
        let (register, faults) = read(GROUPS);
        assert_eq!(faults, [""; 0]);
        let members = |group, when| {
            ids(&register, &register.members_on(register.with_id(group).unwrap(), &edtf(when).unwrap()))
        };
        assert_eq!(members("tinh", "2021-03-19"), ["a", "b"]);
        assert_eq!(members("tinh", "2020-12-31"), ["a", "b", "cu"]);
        assert_eq!(members("tinh", "2025-07-01"), ["a"]);
        // Each body once, an empty group inside as itself, one whose members were met before not.
        assert_eq!(members("tat-ca", "2021-03-19"), ["a", "b", "khac", "trong"]);
        assert_eq!(members("khac", "2021-03-19"), [""; 0]);
        let groups = |org, when| {
            let mut groups =
                ids(&register, &register.groups_on(register.with_id(org).unwrap(), &edtf(when).unwrap()));
            groups.sort();
            groups
        };
        assert_eq!(groups("b", "2021-03-19"), ["tat-ca", "tinh"]);
        assert_eq!(groups("b", "2026-03-19"), [""; 0]);
    }

    #[test]
    fn names_lead_to_one_organisation_or_none() {
        let (register, _) = read(
            "- {id: btc, name: Ban Tổ chức Trung ương, short: BTCTW, aliases: [Ban Tổ chức]}\n- {id: x, name: X, aliases: [Ban Tổ chức]}\n",
        );
        let resolve = |name: &str| match register.resolve(name, &fold(name)) {
            Resolution::Found(id) => register[id].id.clone(),
            other => format!("{other:?}"),
        };
        assert_eq!(resolve("btc"), "btc");
        assert_eq!(resolve("BAN TỔ CHỨC TW"), "btc");
        assert_eq!(resolve("BTCTW"), "btc");
        assert!(resolve("Ban Tổ chức").starts_with("Ambiguous"));
        assert_eq!(resolve("Ban"), "Unknown");
        assert_eq!(register.near_names("Ban Tổ chúc Trung ương"), ["Ban Tổ chức Trung ương"]);
    }

    #[test]
    fn ids_that_lead_nowhere_or_back() {
        let faults = |yaml| read(yaml).1;
        assert_eq!(
            faults("- {id: a, name: A, parent: b}\n- {id: a, name: A}\n- {id: A b, name: C}\n"),
            ["2:8 duplicate-id", "3:8 invalid-id", "1:28 unknown-id"]
        );
        assert_eq!(
            faults("- {id: a, name: A, parent: b}\n- {id: b, name: B, parent: a}\n"),
            ["1:28 organization-cycle"]
        );
        assert_eq!(faults("- {id: a, name: A, successor: a}\n"), ["1:31 organization-cycle"]);
        assert_eq!(
            faults("- {id: a, name: A, members: [b]}\n- {id: b, name: B, members: [a]}\n"),
            ["1:30 organization-cycle"]
        );
        let (register, _) = read("- {id: a, name: A, members: [a, b]}\n- {id: b, name: B}\n");
        assert_eq!(
            ids(&register, &register.members_on(register.with_id("a").unwrap(), &edtf("2021").unwrap())),
            ["b"]
        );
    }
}
