#include "gis/files.hpp"

#include "gis/error.hpp"
#include "gis/gdal.hpp"
#include "gis/part_file.hpp"

namespace tuantra::gis {

namespace {

Dataset memory_image(int width, int height, std::span<const std::uint8_t> rgba)
{
    auto* driver = GetGDALDriverManager()->GetDriverByName("MEM");
    Dataset image(driver == nullptr ? nullptr : driver->Create("", width, height, 4, GDT_Byte, nullptr));
    if (!image) return image;
    // GDAL's RasterIO takes a pointer to non-const for both directions; it only reads here.
    auto* pixels = const_cast<std::uint8_t*>(rgba.data());
    if (image->RasterIO(GF_Write, 0, 0, width, height, pixels, width, height, GDT_Byte, 4, nullptr, 4,
                        static_cast<GSpacing>(width) * 4, 1, nullptr) != CE_None) {
        return {};
    }
    image->GetRasterBand(4)->SetColorInterpretation(GCI_AlphaBand);
    return image;
}

}  // namespace

void write_png(const std::filesystem::path& file, int width, int height, std::span<const std::uint8_t> rgba)
{
    initialise();
    const std::string name = file.string();
    if (width <= 0 || height <= 0 ||
        rgba.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4)
        throw Error(name, 0, "the picture's size does not fit its pixels");
    ErrorTrap trap;
    const Dataset image = memory_image(width, height, rgba);
    auto* png = GetGDALDriverManager()->GetDriverByName("PNG");
    if (!image || png == nullptr) throw Error(name, 0, trap.text("no PNG driver"));

    const PartFile part(file);
    const char* const options[] = {"ZLEVEL=6", nullptr};
    Dataset written(
        png->CreateCopy(part.path().c_str(), image.get(), FALSE, const_cast<char**>(options), nullptr, nullptr));
    const bool begun = written != nullptr;
    written.reset();  // what is still to be written may fail here
    if (!begun || trap.failed()) throw Error(name, 0, "cannot be written: " + trap.text("no reason given"));
    part.commit();
}

}  // namespace tuantra::gis
