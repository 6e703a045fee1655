#pragma once
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace tuantra::tests {

struct Run {
    int status = -1;
    std::string out, err;
    nlohmann::json json() const
    {
        INFO("stdout: " << out << "\nstderr: " << err);
        auto document = nlohmann::json::parse(out, nullptr, false);
        REQUIRE_FALSE(document.is_discarded());
        return document;
    }
};

/// The built program, run as a user runs it, in a home of its own that goes with the test.
class Program {
public:
    Program()
    {
        std::string name = (std::filesystem::temp_directory_path() / "tuantra-cli-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        m_dir = name;
    }
    ~Program()
    {
        std::error_code ignored;
        std::filesystem::permissions(m_dir, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(m_dir, ignored);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    const std::filesystem::path& dir() const { return m_dir; }
    std::filesystem::path database() const { return m_dir / "tuantra" / "tuantra.sqlite"; }

    std::string write(const std::string& name, const std::string& text) const
    {
        std::ofstream(m_dir / name, std::ios::binary) << text;
        return (m_dir / name).string();
    }

    static std::string read(const std::filesystem::path& file)
    {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    /// \param file_limit largest file the program may write, bytes; 0: no limit
    pid_t start(const std::vector<std::string>& arguments, std::size_t file_limit = 0) const
    {
        const pid_t pid = fork();
        REQUIRE(pid >= 0);
        if (pid > 0) return pid;
        setenv("XDG_DATA_HOME", m_dir.c_str(), 1);
        setenv("XDG_CONFIG_HOME", m_dir.c_str(), 1);
        setenv("LC_ALL", "en_US.UTF-8", 1);
        unsetenv("DISPLAY");
        unsetenv("WAYLAND_DISPLAY");
        if (file_limit > 0) {
            const rlimit limit{file_limit, file_limit};
            setrlimit(RLIMIT_FSIZE, &limit);
            std::signal(SIGXFSZ, SIG_IGN);
        }
        redirect(STDOUT_FILENO, m_dir / "stdout");
        redirect(STDERR_FILENO, m_dir / "stderr");
        std::vector<std::string> words = {TUANTRA_BINARY_DIR "/tuantra"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        execv(argv[0], argv.data());
        _exit(127);
    }

    Run wait(pid_t pid) const
    {
        int status = 0;
        REQUIRE(waitpid(pid, &status, 0) == pid);
        Run run;
        run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        run.out = read(m_dir / "stdout");
        run.err = read(m_dir / "stderr");
        return run;
    }

    Run run(const std::vector<std::string>& arguments, std::size_t file_limit = 0) const
    {
        return wait(start(arguments, file_limit));
    }

private:
    /// On the descriptor, for the test's own buffered output must not be written by the child as well.
    static void redirect(int descriptor, const std::filesystem::path& file)
    {
        const int to = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (to < 0 || ::dup2(to, descriptor) < 0) _exit(126);
        ::close(to);
    }

    std::filesystem::path m_dir;
};

/// Runs and requires success.
inline Run done(const Program& program, const std::vector<std::string>& arguments)
{
    auto run = program.run(arguments);
    std::string line;
    for (const auto& word : arguments) line += word + ' ';
    INFO(line << "\nstdout: " << run.out << "\nstderr: " << run.err);
    REQUIRE(run.status == 0);
    return run;
}

/// Records and digest of the database as it is.
inline nlohmann::json info(const Program& program)
{
    return done(program, {"--json", "info", "--digest"}).json();
}

inline std::size_t lines_in(const std::string& text)
{
    std::size_t lines = 0;
    for (const char c : text) lines += c == '\n' ? 1 : 0;
    return lines;
}

}  // namespace tuantra::tests
