using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>
/// Applies a trained network: reads the feature column and adds the prediction columns; see <see cref="NetworkTrainer"/>.
/// </summary>
public sealed class NetworkTransformer : FeatureTransformer, ISingleFeaturePredictionTransformer<Network>, IDisposable
{
    private readonly IComputeBackend? _backend;
    private readonly DeviceScorers _deviceScorers = new();

    internal NetworkTransformer(
        NetworkTask task,
        Network network,
        string featureColumnName,
        LabelValues? labelValues,
        TrainingHistory? history,
        bool hasPlanes = false,
        IComputeBackend? backend = null)
    {
        HasPlanes = hasPlanes;
        Task = task;
        LabelValues = labelValues;
        _backend = backend;
        Model = network;
        FeatureColumnName = featureColumnName;
        FeatureColumnType = network.Spec.IndexCount is { } count
            ? new VectorDataViewType(new KeyDataViewType(typeof(uint), Math.Max(1, count - 1)))
            : new VectorDataViewType(NumberDataViewType.Single, network.Spec.InputSize);
        History = history;
    }

    /// <summary>The trained network. Its weights must not be changed while rows are transformed.</summary>
    public Network Model { get; }

    /// <summary>Loss and metrics of each epoch; null for a loaded model.</summary>
    public TrainingHistory? History { get; }

    /// <inheritdoc/>
    public override string FeatureColumnName { get; }

    /// <summary>
    /// The type of the feature column: a vector of <see cref="float"/> with as many slots as the network has inputs, for which a vector of
    /// <see cref="byte"/> is accepted too; for a network that takes indices, a vector of keys of varying size.
    /// </summary>
    public DataViewType FeatureColumnType { get; }

    /// <summary>The prediction task.</summary>
    internal NetworkTask Task { get; }

    /// <summary>The names of the classes; null if they are unknown.</summary>
    internal LabelValues? LabelValues { get; }

    /// <summary>Whether the feature column held planes in training. It counts for columns whose dimensions leave the order open.</summary>
    internal bool HasPlanes { get; }

    /// <summary>Finds the last network transformer of a pipeline, which may have been loaded from a file.</summary>
    /// <param name="model">A network transformer, or a chain of transformers.</param>
    /// <returns>The transformer; null if there is none.</returns>
    public static NetworkTransformer? Find(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model as NetworkTransformer
            ?? (model as IEnumerable<ITransformer>)?.Reverse().Select(Find).FirstOrDefault(transformer => transformer is not null);
    }

    /// <summary>
    /// Returns a transformer with the same model that computes scores on <paramref name="backend"/>. The backend is not saved with the
    /// model.
    /// </summary>
    /// <param name="backend">
    /// The backend that computes the scores. If it may stand for several devices, the MLContext that trained or loaded the model says which:
    /// see <see cref="IChoosesDevice"/>.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The MLContext asks for a GPU that is not there and does not fall back to the CPU.
    /// </exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer of the network; the message names the
    /// layer.</exception>
    public NetworkTransformer WithBackend(IComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        using IChannel? channel = Host?.Start("Scoring");
        IComputeBackend chosen = HostDevice.Choose(backend, Host, channel);
        Model.CreatePredictor(backend: chosen).Dispose();
        return new NetworkTransformer(Task, Model, FeatureColumnName, LabelValues, History, HasPlanes, chosen) { Host = Host };
    }

    /// <summary>
    /// Releases the memory that rows of this transformer hold on the device of a backend. Disposing a <c>PredictionEngine</c> calls it.
    /// </summary>
    /// <remarks>
    /// The transformer, and other engines that use it, still work: they take the memory again. Cursors release theirs when they are
    /// disposed. No effect on the CPU.
    /// </remarks>
    public void Dispose() => _deviceScorers.Release();

    internal static NetworkTransformer Load(NetworkTask task, object context) => ComponentReader.Read(context, task.Format, reader =>
    {
        string features = reader.ReadText();
        bool hasValues = task.HasLabelValues && reader.ReadBoolean();
        Network network = NetworkEntries.Load(reader);
        LabelValues? values = hasValues ? LabelValues.Load(reader.Values, network.Spec.OutputSize) : null;
        return new NetworkTransformer(task, network, features, values, history: null, hasPlanes: reader.HasMore && reader.ReadBoolean());
    });

    private protected override void Save(ModelSaveContext context) => ComponentWriter.Write(context, Task.Format, writer =>
    {
        writer.WriteText(FeatureColumnName);
        if (Task.HasLabelValues)
        {
            writer.Values.Write(LabelValues is not null);
        }

        NetworkEntries.Save(writer, Model);
        LabelValues?.Save(writer.Values);
        if (HasPlanes)
        {
            writer.Values.Write(true);
        }
    });

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = FindFeatures(inputSchema);

        FeatureShape shape = FeatureShape.Of(features, HasPlanes ? ChannelOrder.ChannelsFirst : ChannelOrder.ChannelsLast);
        int planes;
        try
        {
            planes = shape.ForScoring(Model.Spec.InputShape).PlanesFor(Model.Spec.InputShape);
        }
        catch (InvalidOperationException e)
        {
            throw Columns.WrongType("feature", features, $"{FeatureColumnType}", e.Message.TrimEnd('.'));
        }

        // A missing module is named now, and not when rows are read.
        ComputeBackends.Require(_backend ?? ComputeBackends.Substitute(Model.Spec) ?? ComputeBackends.Default, Model.Spec);
        return new NetworkMapper(inputSchema, features, planes, Task, Model, LabelValues, _backend, _deviceScorers);
    }

    private DataViewSchema.Column FindFeatures(DataViewSchema inputSchema)
    {
        if (Model.Spec.InputKind == FeatureKind.Indices)
        {
            IndexColumn indices = IndexColumn.Find(inputSchema, FeatureColumnName);
            indices.Check(Model.Spec);
            return indices.Column;
        }

        DataViewSchema.Column features = FeatureColumn.Find(inputSchema, FeatureColumnName);
        return ((VectorDataViewType)features.Type).Size == Model.Spec.InputSize
            ? features
            : throw Columns.WrongType("feature", features, $"{FeatureColumnType}");
    }
}
