// What people send most, in Vietnamese, the commonest first: suggested while a clerk types. A name here says nothing about whether it may be
// sent; the screening does.
export const goodsNames: readonly string[] = [
  'quần áo', 'quần áo trẻ em', 'áo', 'áo thun', 'áo sơ mi', 'áo khoác', 'áo len', 'áo dài', 'quần', 'quần jean', 'váy', 'đồ lót', 'giày dép', 'giày thể thao', 'dép',
  'túi xách', 'ba lô', 'ví da', 'mũ', 'khăn', 'chăn ga gối', 'rèm cửa', 'vải', 'đồng hồ đeo tay', 'kính mắt', 'trang sức giả',
  'sách', 'vở học sinh', 'văn phòng phẩm', 'tranh treo tường', 'đồ chơi trẻ em', 'đồ chơi nhựa', 'gấu bông', 'xe đẩy trẻ em', 'bỉm', 'sữa bột', 'bình sữa',
  'điện thoại di động', 'ốp lưng điện thoại', 'cáp sạc', 'củ sạc', 'sạc dự phòng', 'pin sạc dự phòng', 'tai nghe', 'loa bluetooth', 'máy tính xách tay', 'máy tính bảng', 'chuột máy tính',
  'bàn phím', 'màn hình máy tính', 'ổ cứng', 'thẻ nhớ', 'linh kiện điện tử', 'camera', 'máy ảnh', 'bộ phát wifi', 'đèn LED', 'quạt điện', 'nồi cơm điện', 'ấm siêu tốc',
  'bàn là', 'máy sấy tóc', 'máy xay sinh tố', 'máy khoan', 'dụng cụ cầm tay', 'dao nhà bếp', 'phụ tùng xe máy', 'phụ tùng ô tô', 'lốp xe', 'nhớt xe máy', 'bu lông ốc vít',
  'mỹ phẩm', 'son môi', 'kem dưỡng da', 'sữa rửa mặt', 'nước hoa', 'dầu gội', 'sữa tắm', 'xà phòng', 'bột giặt', 'nước rửa chén', 'kem đánh răng', 'khẩu trang', 'băng gạc y tế',
  'thuốc tây', 'thuốc bắc', 'thực phẩm chức năng', 'vitamin', 'dầu gió', 'máy đo huyết áp',
  'bánh kẹo', 'trà khô', 'cà phê', 'cà phê bột', 'gạo', 'gạo nếp', 'miến dong', 'măng khô', 'nấm khô', 'mộc nhĩ', 'hạt mắc khén', 'hạt dổi', 'thịt trâu gác bếp', 'lạp xưởng', 'mật ong', 'hoa quả tươi',
  'hoa quả sấy', 'rau củ', 'cá khô', 'mực khô', 'nước mắm', 'gia vị', 'ớt khô', 'đường', 'mì tôm', 'đồ hộp', 'rượu', 'bia', 'nước ngọt', 'thuốc lá',
  'đồ gốm sứ', 'ly cốc thủy tinh', 'bát đĩa', 'nồi chảo', 'đồ nhựa gia dụng', 'đồ gỗ', 'đồ thổ cẩm', 'đồ thủ công mỹ nghệ', 'hương nhang', 'đồ thờ cúng', 'hoa giả', 'cây giống', 'hạt giống', 'phân bón',
  'dụng cụ thể thao', 'vợt cầu lông', 'bóng đá', 'cần câu', 'nhạc cụ', 'đàn ghi ta', 'sơn', 'keo dán', 'bật lửa', 'pin', 'ắc quy', 'mẫu vật', 'quà tặng', 'hồ sơ', 'hợp đồng',
];
