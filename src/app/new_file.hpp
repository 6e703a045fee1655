#pragma once
#include <filesystem>
#include <string>
#include <system_error>

namespace tuantra::app {

/// Takes a database away again that this call made and did not fill.
class NewFile {
public:
    explicit NewFile(std::filesystem::path file) : m_file(std::move(file)), m_new(!std::filesystem::exists(m_file)) {}
    ~NewFile()
    {
        if (!m_new || m_keep) return;
        std::error_code ignored;
        for (const char* part : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(m_file.string() + part, ignored);
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    bool is_new() const { return m_new; }
    void keep() { m_keep = true; }

private:
    std::filesystem::path m_file;
    bool m_new;
    bool m_keep = false;
};

}  // namespace tuantra::app
