#include "app/output.hpp"

#include "app/cli_context.hpp"
#include "lang/lang.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <string>
#include <system_error>

namespace tuantra::app {

namespace {

[[noreturn]] void cannot_write(const std::filesystem::path& file, int error)
{
    throw DataError(lang::fill(lang::tr("{0}: cannot be written: {1}"), {file.string(), std::strerror(error)}),
                    file.string());
}

}  // namespace

Output::Output(std::filesystem::path file) : m_file(std::move(file))
{
    if (m_file.empty()) return;
    if (std::filesystem::is_directory(m_file)) cannot_write(m_file, EISDIR);
    m_part = m_file;
    m_part += ".part-" + std::to_string(::getpid());
    errno = 0;
    m_stream.open(m_part, std::ios::binary | std::ios::trunc);
    if (!m_stream) cannot_write(m_file, errno == 0 ? EIO : errno);
}

Output::~Output()
{
    if (m_part.empty()) return;
    m_stream.close();
    std::error_code ignored;
    std::filesystem::remove(m_part, ignored);
}

std::ostream& Output::stream()
{
    return m_file.empty() ? std::cout : m_stream;
}

void Output::commit()
{
    errno = 0;
    if (m_file.empty()) {
        std::cout.flush();
        if (!std::cout)
            throw DataError(lang::fill(lang::tr("standard output cannot be written: {0}"), {std::strerror(errno)}));
        return;
    }
    m_stream.close();
    if (!m_stream) cannot_write(m_file, errno == 0 ? ENOSPC : errno);
    std::error_code error;
    std::filesystem::rename(m_part, m_file, error);
    if (error) cannot_write(m_file, error.value());
    m_part.clear();
}

}  // namespace tuantra::app
