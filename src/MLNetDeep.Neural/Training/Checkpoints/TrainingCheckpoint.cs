using System.Collections.Immutable;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <summary>
/// The complete state of a training, for resuming the training. Created by <see cref="TrainingContext.CreateCheckpoint"/>.
/// </summary>
/// <remarks>
/// <para>A checkpoint holds the weights, the optimizer's state, the position in the epoch, the history, the learning rate's factor and the
/// states of early stopping and of callbacks. To resume, set <see cref="FitOptions.ResumeFrom"/>. The resumed training ends with the same
/// weights, bit for bit, as an uninterrupted training, however the first training ended. If it ended within an epoch, the resumed training
/// continues that epoch. Callbacks receive their states by <see cref="TrainingCallback.StateName"/>.</para>
/// <para>The file format is safetensors. Weights have their own names, the tensors of the optimizer's state have the prefix
/// <c>optimizer.</c>, and the best weights so far have the prefix <c>best.</c>. Everything else is JSON in the metadata. Random generators
/// have no stored state: shuffling and dropout depend only on the seed and the position in the training.</para>
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

    /// <summary>The results of the completed epochs.</summary>
    public ImmutableArray<EpochResult> History => Document.History;

    /// <summary>The number of completed batches in the current epoch; 0 between epochs.</summary>
    public long Batch => Document.Batch;

    /// <summary>The total number of optimizer steps taken.</summary>
    public long Steps => Optimizer.Steps;

    internal CheckpointDocument Document { get; }

    internal IReadOnlyList<NamedTensor> Weights { get; }

    internal OptimizerState Optimizer { get; }

    internal ImmutableArray<NamedTensor>? BestWeights { get; }

    internal ImmutableArray<long> BatchesTracked { get; }

    /// <summary>Creates a network with the architecture and weights of the checkpoint.</summary>
    public Network CreateNetwork()
    {
        Network network = new(NetworkSpec.FromJson(Document.Training.Network), Weights);
        network.Restore([.. Weights], BatchesTracked);
        return network;
    }

    /// <summary>Writes the checkpoint to a stream.</summary>
    /// <param name="destination">The stream. It need not support seeking and stays open.</param>
    public void Save(Stream destination) => CheckpointFormat.Write(destination, this);

    /// <summary>Writes the checkpoint to a temporary file, then renames it.</summary>
    /// <param name="path">The path of the file; an existing file is replaced.</param>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Reads a checkpoint from a stream.</summary>
    /// <param name="source">The stream. It is read to its end, need not support seeking and stays open.</param>
    /// <exception cref="InvalidDataException">The stream is not a valid checkpoint.</exception>
    public static TrainingCheckpoint Load(Stream source) => CheckpointFormat.Read(source);

    /// <summary>Reads a checkpoint from a file.</summary>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote.</param>
    /// <exception cref="InvalidDataException">The file is not a valid checkpoint. The message names the file.</exception>
    public static TrainingCheckpoint Load(string path) => LoadedFile.Read(path, Load);

    /// <summary>Reads a checkpoint from a file in rank 0 and gives it to all ranks, which need not have the file.</summary>
    /// <remarks>All ranks must call the method. The training may resume on another number of ranks than before.</remarks>
    /// <param name="path">A file that <see cref="Save(string)"/> wrote, for rank 0; the others ignore it.</param>
    /// <param name="exchange">The exchange.</param>
    /// <exception cref="InvalidDataException">The file is not a valid checkpoint. The message names the file. All ranks throw.</exception>
    /// <exception cref="IOException">
    /// Rank 0 cannot read the file. All ranks throw; rank 0 itself may throw another exception, such as an
    /// <see cref="UnauthorizedAccessException"/>.
    /// </exception>
    public static TrainingCheckpoint Load(string path, IGradientExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return CheckpointBroadcast.Share(exchange, () => Load(path));
    }

    /// <summary>Throws if the given training differs from the training of this checkpoint.</summary>
    /// <exception cref="ArgumentException">A property differs; the message names it.</exception>
    internal void Check(TrainingIdentity training)
    {
        foreach ((string name, string saved, string current) in Document.Training.Compare(training))
        {
            if (saved != current)
            {
                throw new ArgumentException(
                    $"ResumeFrom is a checkpoint of a different training: {name} was {saved} and is now {current}.", "options");
            }
        }
    }
}
