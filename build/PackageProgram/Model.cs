using Microsoft.ML;

namespace PackageProgram;

/// <summary>Scores points with a model. Only <see cref="Training"/> uses types of MLNetDeep.</summary>
internal static class Model
{
    public const string File = "model.zip";

    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly IDataView s_points = s_ml.Data.LoadFromEnumerable(Point.Grid());

    public static void TrainAndSave() => Write(Training.TrainAndSave(s_ml, s_points));

    public static void LoadAndScore() => Write(s_ml.Model.Load(File, out _));

    private static void Write(ITransformer model)
    {
        foreach (Prediction prediction in s_ml.Data.CreateEnumerable<Prediction>(model.Transform(s_points), reuseRowObject: true))
        {
            Console.WriteLine(FormattableString.Invariant($"{prediction.Probability:R}"));
        }
    }
}
