// One strict walk for each picture format; used by picture.cpp only. Each returns the rebuilt
// picture with its size in pixels.
#pragma once

#include "evidence/picture.hpp"

namespace buuan::evidence {

Result<Picture, PictureProblem> read_jpeg(BytesView bytes);  // ITU-T T.81 annex B
Result<Picture, PictureProblem> read_png(BytesView bytes);   // ISO/IEC 15948
Result<Picture, PictureProblem> read_webp(BytesView bytes);  // RFC 9649

}  // namespace buuan::evidence
