using System.CommandLine;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The command-line options. Those that are given override the configuration.</summary>
internal sealed class DigitsWebCommandLine
{
    private readonly Option<string?> _urls = new("--urls")
    {
        Description = $"The addresses to listen on, separated by semicolons. Default: {WebServer.DefaultUrl}, which this computer alone reaches.",
    };

    private readonly Option<string?> _model = PathOption.ForFile(
        "--model", $"The model's file; if it is not there, a model is trained and saved in it. Default: {DigitsWebOptions.DefaultModelFile}.");

    private readonly Option<string?> _data = PathOption.ForDataFolder(
        "The folder with the files of MNIST. Default: data/mnist in the current folder, the program's folder or a parent.");

    private readonly Option<int?> _epochs = new("--epochs")
    {
        Description = $"The number of passes over the training digits. Default: {DigitsWebOptions.DefaultEpochs}.",
    };

    private readonly Option<int?> _seed = new("--seed")
    {
        Description = $"The seed of all random numbers of the training. Default: {DigitsWebOptions.DefaultSeed}.",
    };

    private readonly Option<int?> _requests = new("--requests-per-second")
    {
        Description = "The number of predictions per second that each client may ask for; 0 for no limit. "
            + $"Default: {DigitsWebOptions.DefaultRequestsPerSecond}.",
    };

    private readonly Option<int?> _maxBody = new("--max-body-bytes")
    {
        Description = $"The largest request body, in bytes. Default: {DigitsWebOptions.DefaultMaxBodyBytes}.",
    };

    public DigitsWebCommandLine()
    {
        Command = new RootCommand("Serves a page on which one draws a digit and sees what a neural network makes of it, and POST /predict.");
        foreach ((Option option, _) in Options)
        {
            Command.Add(option);
        }

        _urls.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string urls }] && !urls.Split(';').All(IsAddress))
            {
                result.AddError($"--urls is '{urls}'; accepted: addresses such as {WebServer.DefaultUrl}, separated by semicolons.");
            }
        });
    }

    public RootCommand Command { get; }

    /// <summary>The options by their names in <see cref="DigitsWebOptions"/>.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames =>
        Options.Select(option => (option.Key[(option.Key.IndexOf(':') + 1)..], option.Option));

    private (Option Option, string Key)[] Options =>
    [
        (_urls, "urls"), (_model, InSection(nameof(DigitsWebOptions.ModelFile))), (_data, InSection(nameof(DigitsWebOptions.Data))),
        (_epochs, InSection(nameof(DigitsWebOptions.Epochs))), (_seed, InSection(nameof(DigitsWebOptions.Seed))),
        (_requests, InSection(nameof(DigitsWebOptions.RequestsPerSecond))), (_maxBody, InSection(nameof(DigitsWebOptions.MaxBodyBytes))),
    ];

    /// <summary>Returns the options that are given as settings of the configuration.</summary>
    public IReadOnlyDictionary<string, string?> Read(ParseResult result)
    {
        Dictionary<string, string?> settings = [];
        foreach ((Option option, string key) in Options)
        {
            if (result.GetResult(option) is { Implicit: false, Tokens: [{ } token] })
            {
                settings[key] = token.Value;
            }
        }

        return settings;
    }

    // Not a Uri: Kestrel takes hosts such as * too.
    private static bool IsAddress(string url) => url.Split("://") is ["http" or "https", { Length: > 0 }];

    private static string InSection(string name) => $"{DigitsWebOptions.Section}:{name}";
}
