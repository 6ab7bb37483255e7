fn main() -> std::process::ExitCode {
    portfolio_check::cli::main()
}
