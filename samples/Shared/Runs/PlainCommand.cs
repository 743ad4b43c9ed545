using System.CommandLine;

namespace MLNetDeep.Samples;

/// <summary>A program whose only options are those for the web pages of its run.</summary>
/// <param name="name">What the names of the pages' files begin with, such as "digits".</param>
/// <param name="description">What the program does, for its help text.</param>
/// <param name="run">The program.</param>
internal sealed class PlainCommand(string name, string description, Action<RunPages> run)
    : TrainingCommand<PageOptions>(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected)
{
    private readonly PageCommandLine _pages = new(name);

    protected override RootCommand Command
    {
        get
        {
            RootCommand command = new(description);
            foreach (Option option in _pages.Options)
            {
                command.Add(option);
            }

            return command;
        }
    }

    protected override PageOptions ReadOptions(ParseResult result) => _pages.Read(result);

    protected override void Run(PageOptions options, RunContext context)
    {
        using RunPages pages = RunPages.Begin(options, context, name);
        run(pages);
        pages.Open();
    }
}
