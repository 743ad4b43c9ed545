using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>A trained network that tells several classes apart: adds PredictedLabel and Score; see <see cref="MulticlassNetworkTrainer"/>.</summary>
public sealed class MulticlassNetworkTransformer : RowTransformer, ISingleFeaturePredictionTransformer<Network>
{
    private static readonly ModelFormat s_format = new(Signature: "NETMULTI", LoaderSignature: "MLNetDeep.Multiclass");

    private readonly LabelValues? _labelValues;

    internal MulticlassNetworkTransformer(Network network, string featureColumnName, LabelValues? labelValues, TrainingHistory? history)
    {
        Model = network;
        FeatureColumnName = featureColumnName;
        FeatureColumnType = new VectorDataViewType(NumberDataViewType.Single, network.Spec.InputSize);
        _labelValues = labelValues;
        History = history;
    }

    /// <summary>The trained network. Its weights are not to be changed while rows are transformed.</summary>
    public Network Model { get; }

    /// <summary>Loss and accuracy of each epoch; null for a model that was loaded.</summary>
    public TrainingHistory? History { get; }

    /// <summary>The column of features.</summary>
    public string FeatureColumnName { get; }

    /// <summary>The type of the features: a vector of <see cref="float"/> with as many slots as the network has inputs.</summary>
    public DataViewType FeatureColumnType { get; }

    internal static MulticlassNetworkTransformer Load(object context)
    {
        BinaryReader reader = MLNetInternals.BeginLoad(context, s_format);
        string features = MLNetInternals.LoadText(context);
        bool hasValues = reader.ReadBoolean();
        byte[] checksum = reader.ReadBytes(NetworkEntries.ChecksumLength);
        Network network = NetworkEntries.Load(context, checksum);
        LabelValues? values = hasValues ? LabelValues.Load(reader, network.Spec.OutputSize) : null;
        return new MulticlassNetworkTransformer(network, features, values, history: null);
    }

    private protected override void Save(ModelSaveContext context)
    {
        BinaryWriter writer = MLNetInternals.BeginSave(context, s_format);
        MLNetInternals.SaveText(context, FeatureColumnName);
        writer.Write(_labelValues is not null);
        writer.Write(NetworkEntries.Save(context, Model));
        _labelValues?.Save(writer);
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = FeatureColumn.Find(inputSchema, FeatureColumnName);
        if (((VectorDataViewType)features.Type).Size != Model.Spec.InputSize)
            throw Columns.WrongType("feature", FeatureColumnName, $"{FeatureColumnType}", features.Type);
        return new MulticlassMapper(inputSchema, features, Model, _labelValues);
    }
}
