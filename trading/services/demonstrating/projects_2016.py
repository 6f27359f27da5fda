"""The invented projects behind the year 2016 of the example county, with all their lots."""

from trading.services.demonstrating import county
from trading.services.demonstrating.projects import Project, lot, parcel

LIBRARY = Project(
    code="QH2015-GC-021",
    title="县图书馆修缮工程",
    category="construction",
    method="open",
    buyer=county.HOUSING,
    funds="县级财政资金",
    lots=(lot(1, "修缮施工", "屋面、外墙及室内修缮", "518"),),
)
CLINIC = Project(
    code="QH2015-CG-034",
    title="乡镇卫生院检验设备采购",
    category="procurement",
    method="open",
    buyer=county.HOSPITAL,
    lots=(lot(1, "检验设备", "全自动生化分析仪等12台（套）", "286"),),
)
RESERVOIR = Project(
    code="QH2015-GC-027",
    title="青禾水库除险加固工程",
    category="construction",
    method="open",
    buyer=county.WATER,
    funds="中央及省级水利专项资金",
    lots=(
        lot(1, "大坝加固", "坝体防渗、护坡及坝顶道路", "3398"),
        lot(2, "溢洪道改建", "溢洪道拆除重建及闸门安装", "3015"),
    ),
)
SCANNER = Project(
    code="QH2016-CG-019",
    title="县人民医院螺旋断层扫描设备采购",
    category="procurement",
    method="single_source",
    buyer=county.HOSPITAL,
    lots=(lot(1, "扫描设备", "64排螺旋断层扫描设备1台", "480"),),
)
ROADS = Project(
    code="QH2016-GC-001",
    title="城区三条道路改造工程",
    category="construction",
    method="open",
    buyer=county.HOUSING,
    funds="县级财政资金及专项债券",
    lots=(
        lot(1, "中兴街改造", "道路、排水及照明，长3.2公里", "7990"),
        lot(2, "政务路改造", "道路、排水及照明，长2.6公里", "6080"),
        lot(3, "稻香路改造", "道路、排水及绿化，长2.1公里", "4512"),
    ),
)
CAMPUS = Project(
    code="QH2016-CG-004",
    title="中小学信息化教学设备采购",
    category="procurement",
    method="open",
    buyer=county.EDUCATION,
    lots=(
        lot(1, "教学终端", "交互式教学终端420套", "1260"),
        lot(2, "校园网络", "28所学校网络设备及安装", "905"),
    ),
)
DRINKING = Project(
    code="QH2016-GC-006",
    title="农村饮水安全巩固提升工程",
    category="construction",
    method="open",
    buyer=county.WATER,
    funds="省级补助及县级配套资金",
    lots=(
        lot(1, "管网工程", "供水管网86公里", "4105"),
        lot(2, "在线监测", "水质在线监测站9座", "388"),
    ),
)
PARCELS = Project(
    code="QH2016-TD-002",
    title="2016年第二批国有建设用地使用权",
    category="land",
    method="listing",
    buyer=county.LAND,
    agency=None,
    lots=(
        parcel(1, "QH2016-03号", "41,260平方米", "城镇住宅用地", "11980", "50"),
        parcel(2, "QH2016-04号", "33,870平方米", "城镇住宅用地", "9200", "50"),
    ),
)
HOMES = Project(
    code="QH2016-GC-011",
    title="棚户区改造安置住房工程",
    category="construction",
    method="open",
    buyer=county.HOUSING,
    funds="棚改专项贷款",
    lots=(
        lot(1, "安置住房A区", "住宅6栋，建筑面积4.1万平方米", "8826"),
        lot(2, "安置住房B区", "住宅5栋，建筑面积3.5万平方米", "7590"),
    ),
)
GRANARY = Project(
    code="QH2016-CQ-003",
    title="原粮食仓储资产转让",
    category="property",
    method="listing",
    buyer=county.ASSETS,
    agency=None,
    lots=(
        lot(1, "一号库区资产", "仓房4栋及附属设施", "1420"),
        lot(2, "二号库区资产", "仓房3栋及附属设施", "1150"),
    ),
)
TRACTORS = Project(
    code="QH2016-CG-015",
    title="农业社会化服务农机采购",
    category="procurement",
    method="open",
    buyer=county.FARMING,
    lots=(
        lot(1, "拖拉机", "180马力拖拉机24台", "1015"),
        lot(2, "植保机械", "自走式喷杆喷雾机16台", "412"),
    ),
)
HEATING = Project(
    code="QH2016-GC-018",
    title="集中供热管网延伸工程",
    category="construction",
    method="open",
    buyer=county.HOUSING,
    funds="企业自筹及县级财政资金",
    lots=(
        lot(1, "一级管网", "一级管网11公里", "3660"),
        lot(2, "换热站", "换热站7座", "1490"),
    ),
)
