using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>A trained network that tells several classes apart: adds PredictedLabel and Score; see <see cref="MulticlassNetworkTrainer"/>.</summary>
public sealed class MulticlassNetworkTransformer : NetworkTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "NETMULTI", LoaderSignature: "MLNetDeep.Multiclass");

    private readonly LabelValues? _labelValues;

    internal MulticlassNetworkTransformer(Network network, string featureColumnName, LabelValues? labelValues, TrainingHistory? history)
        : base(network, featureColumnName, history) =>
        _labelValues = labelValues;

    internal static MulticlassNetworkTransformer Load(object context)
    {
        BinaryReader reader = MLNetInternals.BeginLoad(context, s_format);
        string features = MLNetInternals.LoadText(context);
        bool hasValues = reader.ReadBoolean();
        Network network = NetworkEntries.Load(context, reader);
        LabelValues? values = hasValues ? LabelValues.Load(reader, network.Spec.OutputSize) : null;
        return new MulticlassNetworkTransformer(network, features, values, history: null);
    }

    private protected override void Save(ModelSaveContext context)
    {
        BinaryWriter writer = MLNetInternals.BeginSave(context, s_format);
        MLNetInternals.SaveText(context, FeatureColumnName);
        writer.Write(_labelValues is not null);
        NetworkEntries.Save(context, writer, Model);
        _labelValues?.Save(writer);
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema, DataViewSchema.Column features) =>
        new MulticlassMapper(inputSchema, features, Model, _labelValues);
}
