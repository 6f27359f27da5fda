"""The people of the example county: an invented 青禾县, whose offices and firms do not exist."""

from datetime import date, datetime, time

from trading.domain.calendar import SHANGHAI
from trading.domain.drafts import Entered, Party
from trading.domain.money import Unit, parse_amount

CENTRE = "青禾县公共资源交易中心"
# The county is invented, so its notices carry the code of a whole province.
REGION = "230000"
AUTHORITY, AUTHORITY_YEAR = "demo.example", 2016
OCID_PREFIX = "ocds-213czf"
HALL = f"{CENTRE}第一开标室（青禾镇政务路1号三楼）"

# Codes with the district 000000 belong to nobody; their check characters are right.
HOUSING = Party(
    name="青禾县住房和城乡建设局",
    uscc="1100000000QHX00137",
    address="青禾镇政务路8号",
    contact="方女士",
    phone="0999-5550101",
)
WATER = Party(
    name="青禾县水务局",
    uscc="1100000000QHX00212",
    address="青禾镇河堤街2号",
    contact="林先生",
    phone="0999-5550102",
)
EDUCATION = Party(
    name="青禾县教育局", address="青禾镇学府路5号", contact="苏女士", phone="0999-5550103"
)
LAND = Party(
    name="青禾县自然资源局", address="青禾镇政务路6号", contact="罗先生", phone="0999-5550104"
)
FARMING = Party(
    name="青禾县农业农村局", address="青禾镇稻香路11号", contact="姚先生", phone="0999-5550105"
)
ASSETS = Party(
    name="青禾县国有资产经营公司",
    address="青禾镇中兴街20号",
    contact="程女士",
    phone="0999-5550106",
)
HOSPITAL = Party(
    name="青禾县人民医院", address="青禾镇健康路3号", contact="高女士", phone="0999-5550107"
)
AGENCY = Party(
    name="北榆招标代理有限公司", address="青禾镇中兴街66号", contact="夏女士", phone="0999-5550120"
)

_FIRMS = {
    "北榆建设": "北榆建设工程有限公司",
    "川柏路桥": "川柏路桥工程有限公司",
    "东杉水利": "东杉水利工程有限公司",
    "南枫市政": "南枫市政工程有限公司",
    "西桐建筑": "西桐建筑安装有限公司",
    "云樟教育": "云樟教育装备有限公司",
    "禾光信息": "禾光信息技术有限公司",
    "松岭农机": "松岭农业机械有限公司",
    "榆星医疗": "榆星医疗器械有限公司",
    "青禾置地": "青禾河湾置业有限公司",
    "槐荫置业": "槐荫房地产开发有限公司",
    "柳塘粮油": "柳塘粮油贸易有限公司",
    "杏林物业": "杏林物业服务有限公司",
    "柏舟设计": "柏舟勘测设计有限公司",
}


def firm(short: str) -> Party:
    """A supplier by the short name that the histories use."""
    return Party(name=_FIRMS[short], address="青禾镇工业园区")


def wan(text: str) -> Entered:
    """An amount written in 万元."""
    return Entered(parse_amount(text, Unit.WAN), Unit.WAN)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day, Asia/Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)
