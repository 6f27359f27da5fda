"""What Word and WPS put on the clipboard as HTML, cut down to headings, lists and tables."""

_OFFICE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">'
    "<head><meta http-equiv=Content-Type content='text/html; charset=utf-8'>"
    "<meta name=ProgId content=Word.Document><link rel=File-List href='file:///C:/x/filelist.xml'>"
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml>"
    "<![endif]--><style><!-- @font-face {font-family:宋体;} p.MsoNormal {margin:0cm;} "
    "@list l0:level1 {mso-level-number-format:bullet;} --></style></head>"
    "<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->"
)
_END = "<!--EndFragment--></body></html>"


def _marked(mark: str, words: str, *, level: int = 1, font: str = "") -> str:
    """A list item as Word writes it: a paragraph with its mark in a conditional comment."""
    styled = f"font-family:{font}" if font else "mso-fareast-font-family:宋体"
    return (
        f"<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;"
        f"mso-list:l{0 if font else 1} level{level} lfo1'><![if !supportLists]>"
        f"<span lang=EN-US style='{styled}'><span style='mso-list:Ignore'>{mark}"
        "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span>"
        f"<![endif]><span style='font-family:宋体'>{words}<span lang=EN-US><o:p></o:p></span>"
        "</span></p>"
    )


WORD = (
    _OFFICE
    + "<p class=MsoTitle>招标公告</p>"
    + "<h1><a name='_Toc1'></a><span style='font-family:黑体'>一、招标条件</span>"
    + "<span lang=EN-US><o:p></o:p></span></h1>"
    + "<p class=MsoNormal style='text-indent:21.0pt'><b><span style='color:red'>本项目</span></b>"
    + "<span lang=EN-US style='mso-hide:all'>隐藏</span>已批准。<o:p></o:p></p>"
    + _marked("1.", "有资质")
    + _marked("2.", "有业绩")
    + _marked("l", "其中市政", font="Wingdings", level=2)
    + _marked("3.", "有人员")
    + "<p class=MsoNormal>另须：</p>"
    + _marked("l", "信誉良好", font="Wingdings")
    + _marked("·", "无欠薪", font="Symbol")
    + _marked("（一）", "汉字编号")
    + "<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'>"
    + "<tr style='height:1.0cm'><td width=100 rowspan=2 valign=top style='width:3cm;border:solid'>"
    + "<p class=MsoNormal align=center style='text-align:center'>标段<o:p></o:p></p></td>"
    + "<td width=200 colspan=2 style='width:6cm'><p class=MsoNormal>内容<o:p></o:p></p></td></tr>"
    + "<tr><td><p class=MsoNormal>道路<o:p></o:p></p></td>"
    + "<td><p class=MsoNormal>绿化<o:p></o:p></p></td></tr></table>"
    + "<p class=MsoNormal align=right style='text-align:right'>某县建设局<o:p></o:p></p>"
    + "<p class=MsoNormal><img width=1 height=1 src='file:///C:/x/image001.png' onerror='x()'></p>"
    + _END
)
WORD_SHOWN = (
    "<h2>招标公告</h2><h2>一、招标条件</h2><p><b>本项目</b>已批准。</p>"
    "<ol><li>有资质</li><li>有业绩<ul><li>其中市政</li></ul></li><li>有人员</li></ol>"
    "<p>另须：</p><ul><li>信誉良好</li><li>无欠薪</li></ul><p>（一）汉字编号</p>"
    '<table><tbody><tr><td rowspan="2"><p align="center">标段</p></td>'
    '<td colspan="2"><p>内容</p></td></tr>'
    "<tr><td><p>道路</p></td><td><p>绿化</p></td></tr></tbody></table>"
    '<p align="right">某县建设局</p>'
)

WPS = (
    "<html><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'>"
    "<meta name='ProgId' content='Word.Document'><meta name='Generator' content='Kingsoft WPS'>"
    "<style>@font-face{font-family:'宋体';} .MsoNormal{mso-style-name:正文;}</style></head>"
    "<body style='tab-interval:21pt;'><!--StartFragment-->"
    "<h2 style='margin-top:13pt'><b><span style='mso-spacerun:yes;font-family:黑体;"
    "font-weight:bold;font-size:16pt'><font face='黑体'>二、项目概况</font></span></b></h2>"
    "<p class='MsoNormal' align='center' style='text-align:center;'>"
    "<span style='mso-spacerun:yes;font-family:宋体;font-weight:bold;font-size:12pt;'>"
    "<font face='宋体'>重要提示</font></span></p>"
    "<p class='MsoNormal'><span style='font-family:宋体;text-decoration:underline;'>见</span>"
    "<a href='https://a.example/x'><span style='color:blue'>平台</span></a>"
    "<a href='javascript:alert(1)'>坏链接</a></p>"
    "<p class='MsoNormal' style='margin-left:21pt;mso-list:l0 level1 lfo1;'>"
    "<![if !supportLists]><span style='font-family:Wingdings;'>"
    "<span style='mso-list:Ignore;'>n<span>&nbsp;</span></span></span><![endif]>"
    "<span style='font-family:宋体;'><font face='宋体'>图纸</font></span></p>"
    "<table class='MsoTableGrid' border='1' style='border-collapse:collapse;width:426pt;'>"
    "<tr><td width='284' valign='top' colspan='2' style='width:213pt;'>"
    "<p class='MsoNormal'><span>合并</span></p></td><td width='284' rowspan='2'>"
    "<p class='MsoNormal'><span>竖并</span></p></td></tr>"
    "<tr><td><p class='MsoNormal'><span>甲</span></p></td>"
    "<td><p class='MsoNormal'><span>乙</span></p></td></tr></table>"
    "<!--EndFragment--></body></html>"
)
WPS_SHOWN = (
    "<h2><b>二、项目概况</b></h2>"
    '<p align="center"><b>重要提示</b></p>'
    '<p><u>见</u><a href="https://a.example/x">平台</a>坏链接</p>'
    "<ul><li>图纸</li></ul>"
    '<table><tbody><tr><td colspan="2"><p>合并</p></td><td rowspan="2"><p>竖并</p></td></tr>'
    "<tr><td><p>甲</p></td><td><p>乙</p></td></tr></tbody></table>"
)
