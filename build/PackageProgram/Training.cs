using Microsoft.ML;
using MLNetDeep;
using MLNetDeep.Trainers;

namespace PackageProgram;

internal static class Training
{
    public static ITransformer TrainAndSave(MLContext ml, IDataView points)
    {
        MultilayerPerceptronOptions options = new() { HiddenUnits = [8], Epochs = 20, Seed = 1 };
        ITransformer model = ml.BinaryClassification.Trainers.MultilayerPerceptron(options).Fit(points);
        ml.Model.SaveSafely(model, points.Schema, Model.File);
        return model;
    }
}
