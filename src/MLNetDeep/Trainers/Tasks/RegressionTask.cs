using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Regression. The label is a Single; outputs Score (Single).</summary>
internal sealed class RegressionTask : NetworkTask
{
    private const string ScoreKind = "Regression";

    public override string Kind => "regression";

    public override ModelFormat Format { get; } = new(Signature: "NETREGRS", LoaderSignature: "MLNetDeep.Regression");

    public override LossSpec DefaultLoss => new MeanSquaredError();

    public override Activation OutputActivation => Activation.Linear;

    // Any loss of numbers is accepted, and binary cross-entropy for shares from 0 to 1.
    public override void Check(NetworkSpec spec, LossSpec loss)
    {
        if (spec.OutputActivation is Softmax)
        {
            throw new InvalidOperationException($"The network ends in {spec.Layers[^1]}; {Kind} needs a last layer without softmax.");
        }

        if (loss is CategoricalCrossEntropy)
        {
            throw new InvalidOperationException(
                $"Loss is {loss}, which does not fit {Kind}: set Loss to new {DefaultLoss.GetType().Name}(), or leave it null.");
        }

        loss.Check(spec);
    }

    public override LabelColumn FindLabel(DataViewSchema schema, string name) =>
        new ScalarLabel<float>(ScalarLabel.Find(schema, name, NumberDataViewType.Single), LabelCollector.ForNumbers, isClass: false);

    public override SchemaShape AddColumns(SchemaShape inputSchema, string labelName)
    {
        ScalarLabel.Check(inputSchema, labelName, NumberDataViewType.Single);
        return Columns.AddOrReplace(inputSchema, ScoreColumns.ScalarShape(ScoreColumns.Score, NumberDataViewType.Single));
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> CreateColumns(DataViewSchema inputSchema, int outputs, LabelValues? values)
    {
        DataViewSchema.Annotations.Builder score = new();
        ScoreColumns.AddSetId(score, ScoreColumns.NextSetId(inputSchema));
        ScoreColumns.AddKind(score, ScoreKind);
        ScoreColumns.AddValueKind(score, ScoreColumns.Score);
        return [new DataViewSchema.DetachedColumn(ScoreColumns.Score, NumberDataViewType.Single, score.ToAnnotations())];
    }

    public override Delegate CreateGetter(int column, ScoreReader scores) => (ValueGetter<float>)((ref float value) => value = scores()[0]);
}
