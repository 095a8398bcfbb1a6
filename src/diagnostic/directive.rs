//! Faults of a directive as a whole: its number and type, its address, its secrecy.
//!
//! What it says of others stands in `names`, what it asks for in `deadlines`.

use std::cmp::Ordering;

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::{Language, Words};
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &GAP_CONTRADICTION,
    &NUMBER_WITH_WORD,
    &NUMBER_WITHOUT_TYPE,
    &UNKNOWN_TYPE,
    &DUPLICATE_DIRECTIVE,
    &DUPLICATE_ID,
    &COLLIDING_ADDRESS,
    &EMPTY_ADDRESS,
    &INVALID_ADDRESS,
    &TO_BE_CONFIRMED,
    &SECRET,
    &UNPORTABLE_ADDRESS,
];

/// `number_missing`, `number_printed` or `date_between` beside the value itself.
pub fn gap_contradiction(at: Place, key: &str, of: &str) -> Diagnostic {
    Diagnostic::new(
        &GAP_CONTRADICTION,
        at,
        words!("`{key}` chỉ dùng khi `{of}: null`", "`{key}` goes only with `{of}: null`"),
    )
    .hint(words!("bỏ `{key}`, hoặc viết `{of}: null`", "remove `{key}`, or write `{of}: null`"))
}

const GAP_CONTRADICTION: Code = Code {
    name: "gap-contradiction",
    severity: Severity::Error,
    vi: "
        Tệp vừa nói có vừa nói không: `number_missing`, `number_printed` chỉ dùng khi văn bản
        không có số, `date_between` chỉ dùng khi không biết ngày. Trang không thể in cả hai.
    ",
    en: "
        The file says both that it is there and that it is not: `number_missing` and
        `number_printed` go with a document without number, `date_between` with one without date.
        The page cannot print both.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            number: 15-KH/HU
            number_missing: blank
        ",
        after: "
            number: 15-KH/HU
        ",
    }),
};

/// The word before a number, which is no part of it.
pub fn number_with_word(at: Place, word: &str, number: &str) -> Diagnostic {
    Diagnostic::new(
        &NUMBER_WITH_WORD,
        at,
        words!("`{word}` không thuộc số văn bản", "`{word}` is no part of the number"),
    )
    .hint(words!("bỏ `{word}`, viết `number: {number}`", "drop `{word}`, write `number: {number}`"))
}

const NUMBER_WITH_WORD: Code = Code {
    name: "number-with-word",
    severity: Severity::Warning,
    vi: "
        Trang tự in chữ “Số” trước số văn bản. Gõ thêm chữ đó vào `number` thì trên trang có hai
        chữ “Số”, địa chỉ thành `so-40-kh-tu`, và văn bản khác dẫn `40-KH/TU` không tìm thấy văn bản
        này.
    ",
    en: "
        The page prints the word “Số” before the number by itself. Typed into `number` too, it
        stands there twice, the address becomes `so-40-kh-tu`, and other documents that cite
        `40-KH/TU` do not find this one.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            number: Số 40-KH/HU
        ",
        after: "
            number: 40-KH/HU
        ",
    }),
};

/// A number of figures alone, which does not say what type of document it is.
pub fn number_without_type(at: Place, number: &str) -> Diagnostic {
    Diagnostic::new(
        &NUMBER_WITHOUT_TYPE,
        at,
        words!(
            "số `{number}` không nói là loại văn bản nào",
            "the number `{number}` does not say what type of document it is"
        ),
    )
    .hint(words!(
        "viết đủ ký hiệu như `{number}-KH/TU`, hoặc thêm `type: …`",
        "write all of it, like `{number}-KH/TU`, or add `type: …`"
    ))
}

const NUMBER_WITHOUT_TYPE: Code = Code {
    name: "number-without-type",
    severity: Severity::Warning,
    vi: "
        Loại văn bản và cơ quan đọc từ ký hiệu sau số. Chỉ có số thì trang không ghi được “Kế hoạch”
        hay “Chỉ thị”, và văn bản khác dẫn `34-KH/TU` không tìm thấy văn bản này. Bản giấy chỉ có
        số thì nói rõ loại ở `type`.
    ",
    en: "
        Type and issuer are read from the symbol behind the figures. With figures alone the page
        cannot say “Kế hoạch” or “Chỉ thị”, and other documents that cite `34-KH/TU` do not find
        this one. If the paper has figures only, name the type in `type`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            number: 34
        ",
        after: "
            number: 34-KH/HU
        ",
    }),
};

/// A `type` that is not in the table.
pub fn unknown_type(at: Place, value: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::new(
        &UNKNOWN_TYPE,
        at,
        words!("không có loại văn bản `{value}`", "unknown type of document `{value}`"),
    );
    match near {
        Some(_) => fault.near(near),
        None => fault.hint(words!(
            "thêm vào `types` của content/site.yaml: `- {{symbol: {value}, name: …}}`",
            "add it to `types` in content/site.yaml: `- {{symbol: {value}, name: …}}`"
        )),
    }
}

const UNKNOWN_TYPE: Code = Code {
    name: "unknown-type",
    severity: Severity::Error,
    vi: "
        `type` nhận ký hiệu hoặc tên loại văn bản (`KH`, `Kế hoạch`), và được in trên trích yếu.
        Chỉ cần ghi khi số văn bản không nói lên loại. Loại riêng của cơ quan thì thêm vào `types`
        trong content/site.yaml.
    ",
    en: "
        `type` takes the symbol or name of a type of document (`KH`, `Kế hoạch`), which is printed
        above the title. It is needed only where the number does not say it. Types of your own go
        to `types` in content/site.yaml.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            type: Kế hoặch
        ",
        after: "
            type: Kế hoạch
        ",
    }),
};

/// Two directives with one number and one date.
pub fn duplicate_directive(at: Place, number: &str, date: &str, first: Place) -> Diagnostic {
    Diagnostic::new(
        &DUPLICATE_DIRECTIVE,
        at,
        words!("số `{number}` ngày {date} đã có", "number `{number}` of {date} is already there"),
    )
    .label(first, words!("văn bản kia", "the other one"))
    .hint(words!("xóa một tệp, hoặc sửa số, ngày", "remove one file, or mend number or date"))
}

const DUPLICATE_DIRECTIVE: Code = Code {
    name: "duplicate-directive",
    severity: Severity::Error,
    vi: "
        Văn bản được nhận ra bằng số và ngày; hai tệp cùng số, cùng ngày thì dẫn chiếu và dòng
        tiến độ không biết thuộc tệp nào. Thường là nhập hai lần, hoặc chép tệp cũ làm mẫu mà quên
        sửa số. Cách viết (dấu cách, chữ hoa) không làm số khác đi. Bản sao y, sao lục ghi ở
        `copies` của văn bản gốc.
    ",
    en: "
        Number and date are what a document is known by; with two files of one number and date,
        citations and progress rows could not tell them apart. Mostly it was entered twice, or an
        old file was copied and its number kept. Spaces and capitals make no other number.
        Certified copies go to `copies` of the original.
    ",
    example: None,
};

/// An id that stands twice where it must be unique.
pub fn duplicate_id(at: Place, id: &str, first: Place) -> Diagnostic {
    Diagnostic::new(&DUPLICATE_ID, at, words!("mã `{id}` đã có", "the id `{id}` is already there"))
        .label(first, words!("lần đầu ở đây", "first here"))
        .hint(words!("đặt mã khác", "choose another id"))
}

const DUPLICATE_ID: Code = Code {
    name: "duplicate-id",
    severity: Severity::Error,
    vi: "
        Mã phải là duy nhất: của đơn vị trong danh mục, của nhiệm vụ trong một văn bản, của `{#…}`
        trong phần văn bản. Trùng mã thì dòng tiến độ và liên kết không biết trỏ vào đâu.
        `{#han-…}` dành cho nhiệm vụ: nhiệm vụ `bao-cao` có chỗ riêng `#han-bao-cao` trên trang.
    ",
    en: "
        An id must be unique: of an organisation in the register, of a deadline in its directive,
        of `{#…}` in the text. Otherwise progress rows and links could mean either. `{#han-…}` is
        kept for deadlines: `bao-cao` has the place `#han-bao-cao` on the page.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            deadlines:
              - {id: bao-cao, task: Báo cáo quý I, lead: [dang-uy-xa-a]}
              - {id: bao-cao, task: Báo cáo năm, lead: [dang-uy-xa-a]}
        ",
        after: "
            deadlines:
              - {id: bao-cao-quy-1, task: Báo cáo quý I, lead: [dang-uy-xa-a]}
              - {id: bao-cao-nam, task: Báo cáo năm, lead: [dang-uy-xa-a]}
        ",
    }),
};

/// Two sources that would be published at one address, or at two that some disk takes for one; `first` is
/// where `taken` comes from.
pub fn colliding_address(
    at: Place,
    address: &str,
    (taken, first): (&str, Place),
    slug: Option<&str>,
) -> Diagnostic {
    let depth = |address: &str| address.matches('/').count();
    let below = |deep: &str, file: &str| {
        words!(
            "địa chỉ `{deep}` nằm dưới `{file}`, mà đó là một tệp",
            "the address `{deep}` is below `{file}`, which is a file"
        )
    };
    let message = match depth(address).cmp(&depth(taken)) {
        Ordering::Greater => below(address, taken),
        Ordering::Less => below(taken, address),
        Ordering::Equal if address == taken => {
            words!("địa chỉ `{address}` đã có nơi khác dùng", "the address `{address}` is already taken")
        }
        Ordering::Equal => words!(
            "có máy coi địa chỉ `{address}` và `{taken}` là một",
            "some machines take the addresses `{address}` and `{taken}` for one"
        ),
    };
    let fault = Diagnostic::new(&COLLIDING_ADDRESS, at, message)
        .label(first, words!("địa chỉ này lấy từ đây", "taken here"));
    match slug {
        Some(slug) => fault.hint(words!("thêm `slug: {slug}`", "add `slug: {slug}`")),
        None => fault.hint(words!("đổi tên một trong hai", "rename one of the two")),
    }
}

const COLLIDING_ADDRESS: Code = Code {
    name: "colliding-address",
    severity: Severity::Error,
    vi: "
        Địa chỉ văn bản lập từ năm và số, nên hai văn bản cùng số trong một năm sẽ đè lên nhau;
        cũng vậy với hai báo cáo trùng tên tệp, hai tệp kèm trùng tên của một văn bản, hoặc
        `aliases` trùng hay nằm dưới một trang đang có. Chỉ một bên hiện được, bên kia mất; Windows
        và macOS còn coi `A.pdf` và `a.pdf` là một. Thêm `slug`, hoặc đổi tên tệp.
    ",
    en: "
        The address of a directive is made of year and number, so two with one number in a year
        would cover each other; likewise two reports of one file name, two attachments of one name
        beside one directive, or an alias that is a page already or stands below one. One would be
        lost; and Windows and macOS take `A.pdf` and `a.pdf` for one. Add `slug`, or rename the file.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "",
        after: "
            number: 12-KH/HU
            date: 2026-09-15
            slug: 12-kh-hu-2
        ",
    }),
};

/// A number of which no address can be made.
pub fn empty_address(at: Place) -> Diagnostic {
    Diagnostic::new(
        &EMPTY_ADDRESS,
        at,
        words!("không lập được địa chỉ từ số này", "no address can be made of this number"),
    )
    .hint(words!("thêm `slug: …`", "add `slug: …`"))
}

const EMPTY_ADDRESS: Code = Code {
    name: "empty-address",
    severity: Severity::Error,
    vi: "
        Địa chỉ lập từ chữ và số trong `number`, mà ở đây không có chữ hay số nào. Nếu bản giấy để
        trống số, viết `number: null`, giữ chỗ trống ở `number_printed`, và đặt địa chỉ bằng
        `slug`.
    ",
    en: "
        The address is made of the letters and digits of `number`, and there are none. If the
        paper leaves the number blank, write `number: null`, keep the blank in `number_printed`,
        and give a `slug`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: r#"
            number: "…/…"
        "#,
        after: r#"
            number: null
            number_missing: blank
            number_printed: "…/…"
            slug: ke-hoach-phong-chong-thien-tai
        "#,
    }),
};

/// An old address that is no address of this site.
pub fn invalid_address(at: Place, value: &str) -> Diagnostic {
    Diagnostic::new(
        &INVALID_ADDRESS,
        at,
        words!("`{value}` không phải là địa chỉ trên trang", "`{value}` is no address of this site"),
    )
    .hint(words!("viết như `van-ban/cu/34.html`", "write it like `van-ban/cu/34.html`"))
}

const INVALID_ADDRESS: Code = Code {
    name: "invalid-address",
    severity: Severity::Error,
    vi: "
        `aliases` là địa chỉ cũ trên chính trang này, tính từ gốc: không có `https://`, không có
        `/` ở đầu, chỉ gồm chữ không dấu, số, `-`, `_`, `.`, và kết thúc bằng `.html`. Viết khác
        thì người giữ đường dẫn cũ không được đưa về văn bản.
    ",
    en: "
        `aliases` are old addresses of this same site, from its root: no `https://`, no `/` in
        front, only letters without marks, digits, `-`, `_` and `.`, with `.html` at the end.
        Otherwise nobody who kept the old address would be led to the document.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            aliases: [/van-ban/cu/12.html]
        ",
        after: "
            aliases: [van-ban/cu/12.html]
        ",
    }),
};

/// A value that somebody must compare with the paper.
pub fn to_be_confirmed(at: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&TO_BE_CONFIRMED, at, words!("cần xác nhận `{key}`", "`{key}` is to be confirmed")).hint(
        words!(
            "đối chiếu với bản giấy rồi bỏ khỏi `confirm`",
            "compare it with the paper, then remove it from `confirm`"
        ),
    )
}

const TO_BE_CONFIRMED: Code = Code {
    name: "to-be-confirmed",
    severity: Severity::Warning,
    vi: "
        `confirm` nêu những khóa lấy từ phụ lục hoặc suy ra, chưa đối chiếu với bản giấy; trang
        cũng ghi chú như vậy cho người đọc. Đối chiếu xong khóa nào thì bỏ khóa đó khỏi danh sách.
    ",
    en: "
        `confirm` lists keys that were taken from an annex or inferred and not yet compared with
        the paper; the page tells its readers so. Once a key is compared, take it out of the list.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            date: 2026-03-20
            confirm: [date]
        ",
        after: "
            date: 2026-03-20
        ",
    }),
};

/// A directive with a mark of secrecy.
pub fn secret(at: Place) -> Diagnostic {
    Diagnostic::new(
        &SECRET,
        at,
        words!("văn bản mật, không được công bố", "the document is secret and must not be published"),
    )
    .hint(words!(
        "chuyển tệp ra khỏi `content/`; `secret: skip` trong content/site.yaml chỉ để nó ra ngoài",
        "move the file out of `content/`; `secret: skip` in content/site.yaml leaves it out"
    ))
    .guarded()
}

const SECRET: Code = Code {
    name: "secret",
    severity: Severity::Error,
    vi: "
        Văn bản có `secrecy`, hoặc nó hay tệp kèm theo (chữ thường, Word) có một dòng chỉ gồm MẬT,
        TỐI MẬT hay TUYỆT MẬT. congbao dừng hẳn vì tệp như vậy không nên nằm trong thư mục công
        bố, nơi hay được sao chép và gửi đi. `secret: skip` chỉ để nó ra ngoài mọi trang, danh
        sách, tìm kiếm, dữ liệu và tệp kèm. Đã giải mật thì bỏ dấu mật; nếu dòng đó không phải dấu
        mật, viết nó trên cùng một dòng với câu trước.
    ",
    en: "
        The document has `secrecy`, or it or an attachment (plain text, Word) holds a line that is
        only MẬT, TỐI MẬT or TUYỆT MẬT. congbao stops because such a file should not lie in a
        folder that is published, copied and passed on. `secret: skip` only leaves it out of all
        pages, lists, search, data and attachments. Once it is declassified, take the mark out; if
        the line is no such mark, write it on one line with the sentence before.
    ",
    example: None,
};

/// An address that some disk or server cannot bear.
pub fn unportable_address(at: Place, address: &str, why: &Words, hint: Words) -> Diagnostic {
    let (vi, en) = (why.in_language(Language::Vi), why.in_language(Language::En));
    let shown = |c: char| if c.is_control() { '�' } else { c };
    let mut short: String = address.chars().take(80).map(shown).collect();
    if short.len() < address.len() {
        short.push('…');
    }
    Diagnostic::new(
        &UNPORTABLE_ADDRESS,
        at,
        words!("không dùng được địa chỉ `{short}`: {vi}", "the address `{short}` cannot be used: {en}"),
    )
    .hint(hint)
}

const UNPORTABLE_ADDRESS: Code = Code {
    name: "unportable-address",
    severity: Severity::Error,
    vi: "
        Trang được chép sang máy chủ, ổ chia sẻ, USB, tệp nén; nơi nào cũng phải giữ đúng tên. Mỗi tên
        dài nhiều nhất 240 byte, cả địa chỉ 240 ký tự; không có `< > : \" | ? * \\` hay ký tự điều
        khiển, không kết thúc bằng dấu chấm hay dấu cách, không phải tên Windows dành riêng (`con`,
        `aux`, `nul`, `prn`, `com1`, `lpt1`…). Thêm `slug`, đổi `id` hoặc đổi tên tệp.
    ",
    en: "
        A site is copied to servers, file shares, sticks and archives, and each must keep its names. A
        name has 240 bytes at most, a whole address 240 characters; none of `< > : \" | ? * \\` and no
        control character, no dot or space at its end, and it is none that Windows reserves (`con`,
        `aux`, `nul`, `prn`, `com1`, `lpt1`…). Add a `slug`, or change the `id` or the file's name.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            slug: con
        ",
        after: "
            slug: ke-hoach-con
        ",
    }),
};
