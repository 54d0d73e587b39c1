"""Made-up texts with a realistic vocabulary: thousands of pairs, few of them frequent (Zipf)."""

import itertools
import random
from collections.abc import Sequence

from core.vietnamese.text import nfc

_SYLLABLES = """
    an anh ao áo ấm bà bác bạc bài bàn ban bản bao báo bảo bắc băng bằng bậc bền bến bên bếp
    biên biển biết bình bò bóng bông bộ bờ buổi bưởi bước cá các cách cam canh cánh cao cày
    cấp cây cầu cha chanh chân châu chè chèo chỉ chia chiếc chiều chim chín chính chọn chợ
    chủ chùa chung chuối chuyên chuyện chứng cỏ con cổ công cộng cơ cờ cơm cụ của cung cuối
    cuộc cửa cưới dân dáng dạy dâu dầu dệt di dịch diện diễn dòng dọc du dục dừa dưa dụng
    dương đá đài đào đảo đạo đất đậu đầm đầu đèn đen đẹp đêm đề đi địa điểm điện điệu đình
    đò đoàn đón đồi đội đồng đời đua đường đức gà gạch gạo gặp gần ghe ghi gia giá giác
    giang giao giáp giàu giếng gió giỏi giống giới giờ gốm gỗ gương hạ hai hài hàng hành hát
    hạt hậu hẹn hè hiền hiếu hình hoa hoà hoạt hóa học hồ hồi hội hồng hợp hương hướng hữu
    in kênh kết khách khai khánh khâu khéo khí khoai khoa khối khu khuyến kiểm kiên kiến kim
    kinh kỳ ký kỹ lá lạc làm làng lành lãnh lao lâm lân lập lễ lên liên lịch liền lò lòng
    lộc lội lớn lớp lụa lúa luân luật lửa lực lương lưới mạ mạch mai màu máy mắm mặt mật mây
    mẫu mẹ mến mệnh mì miền miếng miếu minh mít mộc môi mới mở mùa mưa mừng mường mỹ na nam
    nang năm nắng nấm nấu nền nếp nét ngang ngành ngày ngâm ngân nghề nghệ nghĩa nghiệp nghỉ
    nghiên ngói ngọc ngon ngô ngôi nguồn nguyên ngữ ngựa người nhà nhạc nhãn nhân nhật nhiên
    nhóm nhung như nông nón nối nổi nuôi núi nước nữ oanh ổi ông pháo pháp phát phẩm phân
    phía phiên phim phong phòng phố phổ phú phúc phù phụng phương phường quả quan quân quang
    quảng quê quốc quy quyền quyết quỳnh rau rạ ràng rằm rèn riêng rối rồng rộng rơm ruộng
    rừng rượu sạch san sàn sản sáng sạp sân sắc sắn sầu sen sinh sĩ sóc soi sông sơn sơ súng
    suối sử sư sức sửa sữa tác tài tam tâm tân tập tây tế tên tết thái tham thanh thành
    tháng thắng thăm thân thần thập thất thầy thể thêm thi thiên thiện thiết thiếu thịt
    thoại thóc thôn thông thơ thờ thời thu thuần thuận thuật thuế thuốc thuyền thủ thủy thư
    thử thương thường thượng tích tiên tiến tiếng tiếp tiêu tiểu tín tinh tình tỉnh toàn tôm
    tông tổ tổng tốt trà trai trái trại tràng tranh trẻ tre trên triển triều trình trong trò
    trống trồng trụ truyền trung trúc trường trưởng tú tuần tục tùng tuổi tuyến tư tứ từ
    tương tường tượng vải vạn vàng văn vân vận vật vây vẻ ven vệ vị việc viên viện việt vịt
    vịnh võ vòng vốn vỡ vui vùng vườn vượng vương xa xã xanh xây xâm xe xem xóm xoài xôi
    xuân xuất xứ xương xưởng yên yến yêu
"""
_ADJECTIVES = """
    active ancient annual autumn bamboo bilingual blue bright broad busy careful central
    ceremonial clean clear coastal cold common communal cooperative cultural daily dark deep
    digital dried early eastern electric ethnic evening famous fertile final fine first
    floral foreign forest free fresh friendly full gentle golden good green happy harvest
    healthy high historic honest humble important industrial inner international joint
    junior kind large late leading light little local long loyal lunar main major many
    maritime modern morning mountain music narrow national natural new noble northern
    official old open orchard organic original outer peaceful plain popular present private
    provincial public pure quiet rapid rare ready red regional remote rich rural sacred safe
    scenic senior shared short silver simple small smart social soft solid southern special
    spring steady strong summer sweet tall technical traditional true upland urban useful
    various village warm western white whole wide wild winter wooden yearly young
"""
_NOUNS = """
    agency altar apple archive area artist award bank basket bee bell boat book border
    branch brand bridge brocade buffalo cake calendar canal carpenter ceramics certificate
    charter child citizen city clan clinic committee commune company contest costume cotton
    council country course court craft crop cuisine dance delegation dialogue district
    doctor dragon drum duck embassy exchange exhibition export factory fair family farm
    farmer ferry festival field fish flag flower folk food forest forum fruit garden gate
    ginger goods grain group guide hall hamlet harbour harvest herb heritage hero hill
    history honey house household incense industry investor island jasmine journey kiln
    kitchen knowledge lake lamp land language law leader library loom longan lotus lychee
    map market mask measure medicine meeting melon memory merchant mill minister monument
    museum mushroom network news noodle office oil opera orange orchard packet paddy pagoda
    painting palm paper partner path peace peach peanut people pepper picture pineapple plan
    plant poem poet pomelo pond port pottery printer product programme project puppet rain
    region relic report rice river road roof root route salt school season seed service
    shrine silk singer site soil song speech square staff star station statue stone story
    stream student study summit supply swallow table tea teacher team temple theatre tour
    tower town trade trader train tree valley vegetable village vinegar visitor volunteer
    water weaver wedding week well wine wood word work worker workshop world year youth
"""
_PAIRS = 6000
_FILLERS = {
    "vi": ("và", "của", "trong", "tại", "với", "cho", "để", "từ"),
    "en": ("and", "of the", "in the", "at the", "with the", "for the", "near the", "from the"),
}


class Vocabulary:
    """The words of one language. Everything drawn from it depends on the generator given only."""

    def __init__(self, language: str, rng: random.Random) -> None:
        """Languages other than Vietnamese get English words."""
        if language == "vi":
            first = second = sorted(set(nfc(_SYLLABLES).split()))
        else:
            first, second = sorted(set(_ADJECTIVES.split())), sorted(set(_NOUNS.split()))
        every = [f"{a} {b}" for a, b in itertools.product(first, second) if a != b]
        self.pairs: Sequence[str] = rng.sample(every, min(_PAIRS, len(every)))
        # Zipf's law: the second word is half as frequent as the first, the third a third.
        self._weights = list(itertools.accumulate(1 / rank for rank in range(1, _PAIRS + 1)))
        del self._weights[len(self.pairs) :]
        self._fillers = _FILLERS["vi" if language == "vi" else "en"]

    def words(self, rng: random.Random, pairs: int) -> str:
        return " ".join(rng.choices(self.pairs, cum_weights=self._weights, k=pairs))

    def title(self, rng: random.Random, pairs: int = 3) -> str:
        """Rarer words than in the text, as titles have: drawn evenly but for the first."""
        drawn = [self.words(rng, 1), *rng.choices(self.pairs, k=pairs - 1)]
        return " ".join(drawn).capitalize()

    def sentence(self, rng: random.Random) -> str:
        parts = [self.words(rng, rng.randint(1, 3)) for _ in range(rng.randint(2, 3))]
        joined = parts[0]
        for part in parts[1:]:
            joined += f" {rng.choice(self._fillers)} {part}"
        return joined.capitalize() + "."

    def paragraph(self, rng: random.Random, words: int) -> str:
        """Whole sentences of at least so many words."""
        sentences: list[str] = []
        count = 0
        while count < words:
            sentences.append(self.sentence(rng))
            count += sentences[-1].count(" ") + 1
        return " ".join(sentences)
