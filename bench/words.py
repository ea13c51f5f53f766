"""Words that stand in nine of ten postings, in one of a hundred, and in none."""

COMMON = "期满无异议后按程序办理并另行通知"
RARE = "宿舍楼外墙修缮竣工结算审核结论"
NONE = "远洋渔轮燃润补贴名册勘误启事续"
LENGTHS = (2, 3, 4, 6, 8, 12)


def pieces(words: str) -> list[str]:
    """Pieces of two to twelve characters, from its beginning and from its end."""
    return [piece for length in LENGTHS for piece in (words[:length], words[-length:])]
