// libFuzzer: any bytes as a CSV file, in rows of at most 4 KB.
#include "gis/csv.hpp"
#include "gis/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace tuantra::gis;
    OpenOptions options;
    options.max_row_bytes = 4096;
    try {
        CsvReader reader("fuzz", "fuzz", memory_bytes(std::string(reinterpret_cast<const char*>(data), size)), options);
        RawRow row;
        std::int64_t number = 0;
        while (reader.next(row))
            if (row.number != ++number) __builtin_trap();
    } catch (const Error&) {
    }
    return 0;
}
