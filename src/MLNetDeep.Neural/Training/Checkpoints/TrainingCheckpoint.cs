using System.Collections.Immutable;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <summary>
/// A training at one point: weights, optimizer state, place in the epoch, history and early stopping. A training that is resumed from it
/// (<see cref="FitOptions.ResumeFrom"/>) ends with the same weights, bit for bit, as if it had not been interrupted. From
/// <see cref="TrainingContext.CreateCheckpoint"/>.
/// </summary>
/// <remarks>
/// Stored as safetensors: weights under their own names, optimizer state with the prefix <c>optimizer.</c>, the best weights so far with
/// <c>best.</c>, the rest as JSON in the metadata. What is random needs no state: orders and masks follow from the seed and the place.
/// </remarks>
public sealed class TrainingCheckpoint
{
    internal TrainingCheckpoint(
        CheckpointDocument document,
        IReadOnlyList<NamedTensor> weights,
        OptimizerState optimizer,
        ImmutableArray<NamedTensor>? bestWeights,
        ImmutableArray<long> batchesTracked)
    {
        Document = document;
        Weights = weights;
        Optimizer = optimizer;
        BestWeights = bestWeights;
        BatchesTracked = batchesTracked;
    }

    /// <summary>The epochs done.</summary>
    public ImmutableArray<EpochResult> History => Document.History;

    /// <summary>The batches done in the epoch after those; 0 between epochs.</summary>
    public int Batch => Document.Batch;

    /// <summary>The optimizer steps taken in all.</summary>
    public long Steps => Optimizer.Steps;

    internal CheckpointDocument Document { get; }

    internal IReadOnlyList<NamedTensor> Weights { get; }

    internal OptimizerState Optimizer { get; }

    internal ImmutableArray<NamedTensor>? BestWeights { get; }

    internal ImmutableArray<long> BatchesTracked { get; }

    /// <summary>The network as it was.</summary>
    public Network CreateNetwork()
    {
        Network network = new(NetworkSpec.FromJson(Document.Training.Network), Weights);
        network.Restore([.. Weights], BatchesTracked);
        return network;
    }

    /// <summary>Writes the checkpoint. The stream stays open.</summary>
    /// <param name="destination">Need not be able to seek.</param>
    public void Save(Stream destination) => CheckpointFormat.Write(destination, this);

    /// <summary>Writes the checkpoint to a file, under another name first, then moved into place.</summary>
    /// <param name="path">Replaced where it exists.</param>
    public void Save(string path) => ReplacedFile.Write(path, Save);

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="source">Read to the end; need not be able to seek; stays open.</param>
    /// <exception cref="InvalidDataException">The stream is no valid checkpoint.</exception>
    public static TrainingCheckpoint Load(Stream source) => CheckpointFormat.Read(source);

    /// <summary>Reads a checkpoint from a file.</summary>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote.</param>
    /// <exception cref="InvalidDataException">The file is no valid checkpoint.</exception>
    public static TrainingCheckpoint Load(string path)
    {
        using FileStream source = File.OpenRead(path);
        return Load(source);
    }

    /// <summary>Refuses a training that this is no point of.</summary>
    /// <exception cref="ArgumentException">The message names what differs.</exception>
    internal void Check(TrainingIdentity training)
    {
        foreach ((string name, string then, string now) in Document.Training.Compare(training))
        {
            if (then != now)
            {
                throw new ArgumentException($"ResumeFrom is a checkpoint of another training: {name} was {then} and is now {now}.", "options");
            }
        }
    }
}
