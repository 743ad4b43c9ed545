using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>A trained network that predicts a number: adds Score; see <see cref="RegressionNetworkTrainer"/>.</summary>
public sealed class RegressionNetworkTransformer : NetworkTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "NETREGRS", LoaderSignature: "MLNetDeep.Regression");

    internal RegressionNetworkTransformer(Network network, string featureColumnName, TrainingHistory? history)
        : base(network, featureColumnName, history)
    {
    }

    internal static RegressionNetworkTransformer Load(object context)
    {
        BinaryReader reader = MLNetInternals.BeginLoad(context, s_format);
        string features = MLNetInternals.LoadText(context);
        return new RegressionNetworkTransformer(NetworkEntries.Load(context, reader), features, history: null);
    }

    private protected override void Save(ModelSaveContext context)
    {
        BinaryWriter writer = MLNetInternals.BeginSave(context, s_format);
        MLNetInternals.SaveText(context, FeatureColumnName);
        NetworkEntries.Save(context, writer, Model);
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema, DataViewSchema.Column features) =>
        new RegressionMapper(inputSchema, features, Model);
}
