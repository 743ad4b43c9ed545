using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Pictures;

/// <summary>The options from the command line.</summary>
internal sealed record PicturesOptions
{
    /// <summary>The height and width to which the pictures of a folder are resized, in pixels.</summary>
    public const int DefaultSide = 32;

    /// <summary>The smallest height and width of pictures that the convolutional networks take, in pixels.</summary>
    public const int SmallestSide = 18;

    public required DataSet DataSet { get; init; }

    public required NetworkKind Network { get; init; }

    /// <summary>Options for the training.</summary>
    public required NeuralNetworkOptions Trainer { get; init; }

    /// <summary>The folder of the data set; null to search for it in the folder "data".</summary>
    public string? DataPath { get; init; }

    /// <summary>The height and width to which the pictures of a folder are resized, in pixels.</summary>
    public int Side { get; init; } = DefaultSide;

    /// <summary>The file that receives the model; null for none.</summary>
    public string? SaveFile { get; init; }

    /// <summary>Where the state of the training is saved; null for nowhere.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    public string? JsonFile { get; init; }

    /// <summary>The web pages that the run makes.</summary>
    public PageOptions Pages { get; init; } = new();
}
