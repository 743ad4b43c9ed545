using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Benchmarks;

namespace MLNetDeep.Peers;

/// <summary>
/// Predicts 10,000 digits through ML.NET: ITransformer.Transform, then a cursor over the column Score. The digits are in memory, as they
/// are for PyTorch.
/// </summary>
internal sealed class ScoreViewWorkload() : Workload("score-view")
{
    private IDataView? _digits;
    private ITransformer? _model;

    public override void Prepare(int threads)
    {
        MLContext ml = new(1);
        _digits = ml.Data.Cache(ScoreOneWorkload.LoadTestDigits(ml));
        _model = ScoreOneWorkload.TrainModel(ml, Networks.Quickstart(), _digits);
        MeanSecondsOf(Score);
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double> { [Name] = MeanSecondsOf(Score) };

    private void Score()
    {
        IDataView scored = _model!.Transform(_digits!);
        DataViewSchema.Column column = scored.Schema["Score"];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> scores = default;
        while (cursor.MoveNext())
        {
            getter(ref scores);
        }
    }
}
