using System.ComponentModel.DataAnnotations;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The section "Digits" of the configuration: appsettings.json, environment variables such as Digits__Burst, the command line.</summary>
internal sealed record DigitsWebOptions
{
    public const string Section = "Digits";
    public const string DefaultModelFile = "digits-web.zip";
    public const int DefaultEpochs = 6;
    public const int DefaultSeed = 1;
    public const int DefaultRequestsPerSecond = 30;
    public const int DefaultMaxBodyBytes = 65_536;

    /// <summary>The file of the model. If it is not there, a model is trained and saved in it.</summary>
    [Required]
    public string ModelFile { get; init; } = DefaultModelFile;

    /// <summary>The folder with the MNIST files; null to search for data/mnist.</summary>
    public string? Data { get; init; }

    /// <summary>The number of passes over the training digits.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = DefaultEpochs;

    /// <summary>The number of digits to train on, from the first one of the training set.</summary>
    [Range(10, int.MaxValue)]
    public int Rows { get; init; } = 60_000;

    /// <summary>The seed of all random numbers of the training.</summary>
    public int Seed { get; init; } = DefaultSeed;

    /// <summary>The number of predictions per second that one client may ask for in the long run; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerSecond { get; init; } = DefaultRequestsPerSecond;

    /// <summary>The number of predictions that a client may ask for at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; init; } = 60;

    /// <summary>The number of connections at a time, those that follow the training included; further ones are closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 2000;

    /// <summary>The largest request body, in bytes.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBodyBytes { get; init; } = DefaultMaxBodyBytes;

    /// <summary>A client that sends its body more slowly is disconnected.</summary>
    [Range(1, int.MaxValue)]
    public double MinBytesPerSecond { get; init; } = 240;

    /// <summary>The time for which a body may arrive more slowly, in seconds; Kestrel needs more than 1.</summary>
    [Range(1.1, 3600)]
    public double GraceSeconds { get; init; } = 5;

    /// <summary>The time in which the headers of a request must arrive, in seconds.</summary>
    [Range(0.1, 3600)]
    public double HeaderSeconds { get; init; } = 10;

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    /// <exception cref="InvalidOperationException">A value is not a number where one is needed.</exception>
    public static DigitsWebOptions Read(IConfiguration configuration)
    {
        DigitsWebOptions options = configuration.GetSection(Section).Get<DigitsWebOptions>() ?? new();
        List<ValidationResult> errors = [];
        return Validator.TryValidateObject(options, new(options), errors, validateAllProperties: true)
            ? options
            : throw new ArgumentException(errors[0].ErrorMessage);
    }
}
