// What WasmEdge's plug-in wasmedge_image computes (0.10 to 0.14.0): Boost.GIL over libjpeg and libpng. Its answers are what
// packages/nn/src/image is tested with; see docs/decisions/0003-image-codec.md.
//
//   apt-get install g++ libboost-dev libjpeg-dev libpng-dev
//   g++ -O2 -std=c++14 reference.cpp -o reference -ljpeg -lpng
//   ./reference jpeg|png FILE WIDTH HEIGHT RGB8|BGR8|RGB32F|BGR32F > pixels
#include <boost/gil.hpp>
#include <boost/gil/extension/io/jpeg.hpp>
#include <boost/gil/extension/io/png.hpp>
#include <boost/gil/extension/numeric/resample.hpp>
#include <boost/gil/extension/numeric/sampler.hpp>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace gil = boost::gil;

template <class Image, class Format>
std::vector<std::uint8_t> load(std::string const &file, long width, long height) {
  std::ifstream stream(file, std::ios::binary);
  Image picture;
  gil::read_and_convert_image(stream, picture, Format());
  std::vector<std::uint8_t> pixels(width * height * 3);
  auto *first = reinterpret_cast<typename Image::value_type *>(pixels.data());
  gil::resize_view(gil::const_view(picture), gil::interleaved_view(width, height, first, width * 3),
                   gil::bilinear_sampler());
  return pixels;
}

int main(int, char **arguments) {
  std::string const format = arguments[1], file = arguments[2], type = arguments[5];
  long const width = std::atol(arguments[3]), height = std::atol(arguments[4]);
  bool const rgb = type[0] == 'R';
  std::vector<std::uint8_t> pixels;
  try {
    if (format == "jpeg")
      pixels = rgb ? load<gil::rgb8_image_t, gil::jpeg_tag>(file, width, height)
                   : load<gil::bgr8_image_t, gil::jpeg_tag>(file, width, height);
    else
      pixels = rgb ? load<gil::rgb8_image_t, gil::png_tag>(file, width, height)
                   : load<gil::bgr8_image_t, gil::png_tag>(file, width, height);
  } catch (std::exception const &error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
  if (type.size() == 4) {
    std::cout.write(reinterpret_cast<char *>(pixels.data()), pixels.size());
  } else {
    std::vector<float> shares;
    for (auto value : pixels) shares.push_back(value / 255.0);
    std::cout.write(reinterpret_cast<char *>(shares.data()), shares.size() * sizeof(float));
  }
}
