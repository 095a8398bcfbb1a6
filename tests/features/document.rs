//! The page of a directive: everything that the paper has, in the order of the paper.

use crate::fixture::{Made, site};

const PAGE: &str = "van-ban/2021/34-kh-tu.html";

#[track_caller]
fn with(keys: &str) -> Made {
    site(&format!("-- a.md 34-KH/TU 2021-03-19 --\n{keys}---\nLời văn.\n"))
}

/// A directive with these keys shows these words.
#[track_caller]
fn check(keys: &str, words: &str) {
    with(keys).shows(PAGE, words);
}

#[test]
fn the_order_is_the_official_one() {
    let site = site(
        "-- directives/bieu.csv --
x
-- a.md 34-KH/TU 2021-03-05 --
title: tổng kết chỉ thị
superior: TỈNH ỦY HÒA GIANG
issuer: van-phong
place: Hòa Giang
title_line: HỘI NGHỊ LẦN THỨ SÁU
urgency: khan
circulation: phổ biến đến chi bộ
addressed_to: [huyen-uy-a, Ông Đọc]
deadlines:
  - {id: bao-cao, task: Gửi báo cáo, due: 2023-09-01, lead: [huyen-uy-a]}
recipients:
  - Như trên
  - {to: huyen-uy-b, note: b/c, for: report}
  - {to: Lưu VPTU, for: file}
also_to: [tinh-uy]
signature: {authority: [T/M BAN THƯỜNG VỤ, K/T BÍ THƯ], title: [PHÓ BÍ THƯ, kiêm CHỦ NHIỆM], name: Nguyễn Văn Mẫu}
copies:
  - kind: sao-luc
    number: 102-BS/VPTU
    date: 2022-12-05
    place: Lai Châu
    superior: TỈNH ỦY LAI CHÂU
    issuer: van-phong
    recipients: [huyen-uy-b]
    signature: {title: CHÁNH VĂN PHÒNG, name: Trần Sao}
received:
  - {by: van-phong, number: \"6624\", date: 2022-12-01, routed_to: huyen-uy-a}
attachments:
  - {title: Đề cương báo cáo, section: de-cuong}
  - {title: Biểu thống kê, file: bieu.csv}
  - {title: Danh sách kèm theo, missing: true}
---
Lời mở đầu.

## ĐỀ CƯƠNG {#de-cuong}

Lời cuối.
",
    );
    site.shows(
        PAGE,
        "TỈNH ỦY HÒA GIANG Văn phòng Tỉnh ủy * Số 34-KH/TU ĐẢNG CỘNG SẢN VIỆT NAM \
         Hòa Giang, ngày 05 tháng 3 năm 2021 … Kế hoạch HỘI NGHỊ LẦN THỨ SÁU tổng kết chỉ thị \
         … 0/1 việc đã xong … Kính gửi: Huyện ủy A, Ông Đọc Lời mở đầu. \
         … T/M BAN THƯỜNG VỤ K/T BÍ THƯ PHÓ BÍ THƯ kiêm CHỦ NHIỆM Nguyễn Văn Mẫu \
         … Nơi nhận … Như trên … Huyện ủy B (b/c) … Lưu VPTU … Đồng kính gửi … Tỉnh ủy \
         … ĐỀ CƯƠNG … Lời cuối. \
         … TỈNH ỦY LAI CHÂU Văn phòng * Số 102-BS/VPTU Lai Châu, ngày 05 tháng 12 năm 2022 SAO LỤC \
         CHÁNH VĂN PHÒNG Trần Sao Nơi nhận … Huyện ủy B \
         … Dấu văn bản đến … Văn phòng Tỉnh ủy … 6624 … 01/12/2022 … Huyện ủy A \
         … Tài liệu kèm theo … Đề cương báo cáo … Biểu thống kê … Danh sách kèm theo (chưa có tài liệu này) \
         … Nhiệm vụ và thời hạn … Gửi báo cáo",
    );
    site.shows(PAGE, "KHẨN … phổ biến đến chi bộ … Kế hoạch HỘI NGHỊ");
    site.links(PAGE, "[Đề cương báo cáo](#de-cuong) … [Biểu thống kê](34-kh-tu/bieu.csv)");
}

#[test]
fn the_head_is_that_of_the_party_or_of_the_state() {
    let nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc";
    check("", "Số 34-KH/TU ĐẢNG CỘNG SẢN VIỆT NAM");
    with("").shows_no(PAGE, "CỘNG HÒA");
    let state = site("-- a.md 07/CT-UBND 2021-03-19 --\nLời.\n");
    state.shows("van-ban/2021/07-ct-ubnd.html", &format!("Số: 07/CT-UBND {nation}"));
    state.shows_no("van-ban/2021/07-ct-ubnd.html", "ĐẢNG CỘNG SẢN");
    // Without a number the author says which; else the Party's.
    let none = "number: null\nnumber_missing: blank\nslug: 34-kh-tu\n";
    check(none, "ĐẢNG CỘNG SẢN VIỆT NAM");
    check(&format!("{none}form: state\n"), nation);
}

#[test]
fn the_type_is_read_from_the_symbol() {
    let check = |number: &str, address: &str, title: &str| {
        let site = site(&format!("-- a.md {number} 2021-03-19 --\nLời.\n"));
        site.shows(&format!("van-ban/2021/{address}.html"), title);
    };
    check("28-NQ/TW", "28-nq-tw", "Nghị quyết về việc chung");
    check("8-QyĐ/TW", "8-qyd-tw", "Quy định về việc chung");
    check("8-QĐi/TW", "8-qdi-tw", "Quy định về việc chung");
    check("30/2020/NĐ-CP", "30-2020-nd-cp", "Nghị định về việc chung");
    check("12-CTr/TU", "12-ctr-tu", "Chương trình về việc chung");
    site("-- site.yaml --\ntitle: t\ntypes: [{symbol: XX, name: Lời chào}]\n-- a.md 9-XX/TU 2021-03-19 --\nLời.\n")
        .shows("van-ban/2021/9-xx-tu.html", "Lời chào về việc chung");
    self::check("type: CT\n", "Chỉ thị về việc chung");
}

#[test]
fn recipients_are_printed_as_they_stand() {
    check("recipients: [{to: huyen-uy-a, note: để t/h}]\n", "Nơi nhận - Huyện ủy A (để t/h).");
    let line = "recipients: [{to: [huyen-uy-a, huyen-uy-b], text: \"Huyện ủy A, B\", note: b/c}]\n";
    check(line, "Nơi nhận - Huyện ủy A, B (b/c)");
    with(line).links(PAGE, "[Huyện ủy A](../../don-vi/huyen-uy-a.html)");
    with(line).links(PAGE, "[Huyện ủy B](../../don-vi/huyen-uy-b.html)");
    check(
        "addressed_to: [huyen-uy-a]\nrecipients: [Như trên, huyen-uy-b]\n",
        "Nơi nhận - Như trên, - Huyện ủy B.",
    );
    with("recipients: [huyen-uy-a]\n").links(PAGE, "Nơi nhận - [Huyện ủy A](../../don-vi/huyen-uy-a.html)");
    // A line for the file names nobody.
    with("recipients: [{to: Văn phòng Tỉnh ủy, for: file}]\n").links(PAGE, "Nơi nhận - Văn phòng Tỉnh ủy.");
}

#[test]
fn a_name_cut_by_the_scanner_is_shown_as_such() {
    check(
        "signature: {name: null, name_printed: Võ Văn Thủ}\n",
        "Võ Văn Thủ (tên còn đọc được trên bản quét)",
    );
}

#[test]
fn every_kind_of_copy_has_its_name() {
    check("copies: [{kind: sao-y, number: 1-BS/TU, date: 2021-04-01}]\n", "1-BS/TU … SAO Y");
    check("copies: [{kind: trich-sao, number: 1-BS/TU, date: 2021-04-01}]\n", "1-BS/TU … TRÍCH SAO");
}

#[test]
fn urgency_is_printed() {
    check("urgency: thuong-khan\n", "THƯỢNG KHẨN");
    check("urgency: hoa-toc\n", "HỎA TỐC");
}

#[test]
fn what_a_document_lacks_has_no_heading() {
    let site = with("");
    for heading in
        ["Kính gửi", "Nhiệm vụ và thời hạn", "Nơi nhận", "Tài liệu kèm theo", "Liên quan", "Dấu văn bản đến"]
    {
        site.shows_no(PAGE, heading);
    }
}

#[test]
fn personal_data_is_blotted_out_everywhere() {
    let site = site(
        "-- a.md 34-KH/TU 2021-03-19 --
redact: [\"0912345678\", an@vi.du]
title: gọi 0912345678
known_as: [Kế hoạch 0912345678]
deadlines:
  - {id: goi, task: Gọi 0912345678, due: 2023-09-01, lead: [huyen-uy-a], product: thư gửi an@vi.du}
recipients: [{to: huyen-uy-a, note: máy 0912345678}]
signature: {name: Mẫu 0912345678}
---
## Máy 0912345678

Gọi 0912**345**678 hoặc *an@vi.du*.
-- b.md 35-KH/TU 2021-03-20 --
Theo Kế hoạch số 34-KH/TU.
-- progress/a.csv --
directive,deadline,organization,date,status,percent,reference,note
34-KH/TU,goi,huyen-uy-a,2021-04-01,done,,,đã gọi
",
    );
    site.nowhere("0912345678");
    site.nowhere("0912<strong>345");
    site.nowhere("an@vi.du");
    site.nowhere("0912345678".split_at(4).1);
    site.shows(PAGE, "Kế hoạch gọi ▮▮▮ … Máy ▮▮▮ … hoặc ▮▮▮. … máy ▮▮▮ … Gọi ▮▮▮ … thư gửi ▮▮▮");
    for data in ["du-lieu/van-ban.json", "du-lieu/nhiem-vu.json", "du-lieu/nhiem-vu.csv", "van-ban/2021.html"]
    {
        assert!(site.bytes(data).contains("gọi ▮▮▮") || site.bytes(data).contains("Gọi ▮▮▮"), "{data}");
    }
}
