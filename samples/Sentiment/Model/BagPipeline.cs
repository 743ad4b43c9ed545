using Microsoft.ML;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A bag of words followed by a multilayer perceptron.</summary>
/// <param name="Words">Options for the bag of words.</param>
/// <param name="Perceptron">Options for the network and its training.</param>
internal sealed record BagPipeline(BagOfWordsOptions Words, MultilayerPerceptronOptions Perceptron) : SentimentPipeline
{
    public override NeuralTrainerOptions Training => Perceptron;

    public override SentimentPipeline WithTraining(NeuralTrainerOptions training) =>
        this with { Perceptron = (MultilayerPerceptronOptions)training };

    public override SentimentPipeline WithCancellation(CancellationToken cancellation) => new BagPipeline(
        Words with { Cancellation = cancellation }, Perceptron with { Cancellation = cancellation });

    public override IEstimator<ITransformer> CreateEstimator(MLContext ml, Action<NetworkTransformer>? onTrained = null)
    {
        NetworkTrainer trainer = ml.BinaryClassification.Trainers.MultilayerPerceptron(Perceptron);
        return ml.Transforms.Text.BagOfWords(nameof(BagPrediction.Features), nameof(Review.Text), Words)
            .Append(trainer.WithOnFitDelegate(transformer => onTrained?.Invoke(transformer)));
    }
}
