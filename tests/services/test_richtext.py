"""Rich text: what staff paste keeps its sense, and nothing dangerous comes through."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.errors import RuleBroken
from trading.services.richtext import MAX_BYTES, from_input, from_plain, is_blank, to_plain

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>x</title>
<style><!-- p.MsoNormal {margin:0cm} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head>
<body lang=ZH-CN><div class=WordSection1>
<p class=MsoNormal align=center style='text-align:center'
><b><span lang=EN-US>一、</span>概况<o:p></o:p></b></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='height:1cm'>
<td width=100 colspan=2 style='width:3cm'><p class=MsoNormal>标段<o:p></o:p></p></td></tr></table>
</div></body></html>"""


def test_a_table_pasted_from_word_stays_and_everything_of_word_goes() -> None:
    html = from_input(WORD)
    assert '<p align="center"><b>一、概况</b></p>' in html
    assert '<td colspan="2">' in html
    assert to_plain(html) == "一、概况\n标段"
    for rubbish in ("mso", "Mso", "style", "class", "xml", "o:p", "span>"):
        assert rubbish not in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("第一段\n\n第二段\n换行", "<p>第一段</p><p>第二段<br>换行</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<div>一<div>二</div></div>", "<p>一</p><p>二</p>"),
        ("<h1>大标题</h1><h6>小</h6>", "<h2>大标题</h2><h4>小</h4>"),
        ("<p>甲<script>alert(1)</script>乙</p>", "<p>甲乙</p>"),
        ("<p>甲<style>p{}", "<p>甲</p>"),
        ("<p onclick=x id=a class=b style=c>甲</p>", "<p>甲</p>"),
        ("<p align=justify>甲</p>", "<p>甲</p>"),
        ("<img src=x onerror=alert(1)>甲", "<p>甲</p>"),
        ('<p><a href="https://a.example/?b=1&c=2" target=_blank>甲</a></p>',)
        + ('<p><a href="https://a.example/?b=1&amp;c=2">甲</a></p>',),
        ("<p></p><p> </p>", ""),
    ],
)
def test_pasted_html_becomes(typed: str, kept: str) -> None:
    assert from_input(typed) == kept


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "javascript:123",
        "localhost:8000",
        "//evil.example",
        "/staff/sign-out",
        "https:///nohost",
        "https:\\\\evil.example",
        "mailto:",
        "https://[",
    ],
)
def test_a_link_that_is_not_plainly_web_or_mail_loses_its_target(href: str) -> None:
    assert "href" not in from_input(f'<p><a href="{href}">甲</a></p>')


ATTACKS = [
    "<svg><p><style><img src=x onerror=alert(1)></style></p></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=x">',
    '<noscript><p title="</noscript><img src=x onerror=x>">',
    "<template><script>x</script></template>",
    "<iframe srcdoc='<script>x</script>'></iframe>",
    "<form action=//evil><input name=q></form>",
    "<base href=//evil><meta http-equiv=refresh content=0>",
    "<a href=x onmouseover=y>",
    "<<script>script>alert(1)<</script>/script>",
    "<table><td><form><table><td></form>",
    "<p><![CDATA[<script>x</script>]]></p>",
    "<!--><img src=x onerror=x>-->",
    "<xmp><script>x</script></xmp><plaintext><b>",
    "<object data=x><embed src=y></object>",
    "<details open ontoggle=x><summary>y</summary></details>",
    "<button formaction=javascript:x>y</button>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<select><noembed></select><script></script></noembed>",
]


def allowed_only(html: str) -> bool:
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    elements = [element for element in tree.iter() if element is not tree]
    tags = {str(element.tag) for element in elements}
    names = {str(name) for element in elements for name in element.attrib}
    fine = set("p br h2 h3 h4 strong em b i u s sub sup blockquote ul ol li a table".split())
    fine |= set("caption colgroup col thead tbody tfoot tr th td hr".split())
    return tags <= fine and names <= set(
        "href title colspan rowspan scope align span start".split()
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_known_attack_leaves_an_active_element_or_attribute(attack: str) -> None:
    assert allowed_only(from_input(attack))
    assert allowed_only(from_input(f"<p>甲</p>{attack}<p>乙</p>"))


PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<td>", "<table>", "</table>", "<tr>", "<script>", "</script>"]
    + ["<a href='https://a.example/'>", "<a href=javascript:x>", "</a>", "<svg>", "<style>", "<!--"]
    + ["-->", "<", ">", "&", "&lt;", "&#0;", '"', "'", "甲", " ", "\n", "<li>", "<ul>", "<h1>"]
    + ["</style>", "</svg>", "<img src=x onerror=y>", "<math>", "<![CDATA[", "]]>", "<div", "/>"]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_mixture_of_tags_comes_out_within_the_rules_and_goes_in_again_unchanged(
    mixture: str,
) -> None:
    try:
        html = from_input(mixture)
    except RuleBroken:
        return
    assert allowed_only(html)
    assert from_input(html) == html


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn"))))
def test_plain_text_keeps_every_word(text: str) -> None:
    assert to_plain(from_plain(text)).split() == text.split()


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        ("字" * (600 * 1024 // 3), "太大"),
        ("x" * (600 * 1024), "最多"),
        ("<" * 400_000, "太大"),
        ("<b>" * 40_000, "嵌套超过100层"),
        ("<div>" * 40_000 + "x", "嵌套超过100层"),
        ("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x</p>", "异常的格式"),
        ("<p>甲\x00乙</p>", "不能使用的字符"),
        ("<p>甲\ud800乙</p>", "不能使用的字符"),
    ],
)
def test_what_would_choke_a_parser_is_refused_with_a_sentence_at_the_field(
    hostile: str, said: str
) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        from_input(hostile, field="body")
    assert refused.value.field == "body"


def test_a_long_harmless_table_is_accepted_whole() -> None:
    row = "<tr><td>标段</td><td>甲公司</td></tr>"
    html = from_input(f"<table>{row * 1000}</table>")
    assert html.count("<tr>") == 1000
    assert len(html.encode()) < MAX_BYTES


@pytest.mark.parametrize("html", ["", "<p></p>", "<p><br></p>", "<table><tbody></tbody></table>"])
def test_a_text_in_which_nobody_sees_anything_is_blank(html: str) -> None:
    assert is_blank(html)
    assert not is_blank(f"{html}<p>甲</p>")
