using MLNetDeep.Benchmarks;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpPeer;

/// <summary>Loads the data of the workloads into tensors.</summary>
internal static class Tensors
{
    /// <summary>The number of columns of a bag of words.</summary>
    public const int VocabularySize = 10_000;

    private const int TextCount = 25_000;
    private const int WordsPerText = VocabularySize / 100;

    /// <summary>Loads the pixels (0 to 1) and the labels of the training digits.</summary>
    public static (Tensor Inputs, Tensor Targets) LoadTrainingDigits() => LoadDigits("train");

    /// <summary>Loads the pixels (0 to 1) and the labels of the test digits.</summary>
    public static (Tensor Inputs, Tensor Targets) LoadTestDigits() => LoadDigits("t10k");

    /// <summary>Loads the first 6,000 training digits as pictures with one channel.</summary>
    public static (Tensor Inputs, Tensor Targets) LoadDigitPictures()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor inputs, Tensor targets) = LoadTrainingDigits();
        return scope.MoveToOuter(inputs.narrow(0, 0, 6000).reshape(-1, 1, 28, 28).clone(), targets.narrow(0, 0, 6000).clone());
    }

    /// <summary>Creates 5,000 random pictures of 32 x 32 pixels with three channels, and random labels of ten classes.</summary>
    public static (Tensor Inputs, Tensor Targets) CreateColourPictures()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        return scope.MoveToOuter(rand(5000, 3, 32, 32), randint(10, 5000, int64));
    }

    /// <summary>Creates 10,000 random matrices of 2 x 2 and their exponentials.</summary>
    public static (Tensor Inputs, Tensor Targets) CreateMatrices()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor inputs = randn(10_000, 2, 2);
        return scope.MoveToOuter(inputs.view(-1, 4), linalg.matrix_exp(inputs).view(-1, 4));
    }

    /// <summary>
    /// Creates random texts in the form of word indices, and labels: 1 if more than half of the words are in the first half of the vocabulary.
    /// </summary>
    public static (Tensor Inputs, Tensor Targets) CreateTexts(int rows, int words)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor inputs = randint(VocabularySize, [rows, words], int64);
        return scope.MoveToOuter(inputs, inputs.lt(VocabularySize / 2).sum(1, keepdim: true).gt(words / 2).to(float32));
    }

    /// <summary>
    /// Creates random texts in the form of binary bags of words, and labels: 1 if more than half of the words are in the first half of the
    /// vocabulary.
    /// </summary>
    public static (Tensor Inputs, Tensor Targets) CreateBagsOfWords()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor inputs = zeros(TextCount, VocabularySize);
        Tensor words = randint(VocabularySize, [TextCount, WordsPerText], int64);
        inputs.scatter_(1, words, ones(TextCount, WordsPerText));
        Tensor wordsOfFirstHalf = inputs.narrow(1, 0, VocabularySize / 2).sum(1, keepdim: true);
        Tensor targets = wordsOfFirstHalf.gt(WordsPerText / 2).to(float32);
        return scope.MoveToOuter(inputs, targets);
    }

    private static (Tensor Inputs, Tensor Targets) LoadDigits(string split)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = tensor(MnistFiles.ReadPixels(split).ToArray()).reshape(-1, MnistFiles.PixelCount);
        Tensor labels = tensor(MnistFiles.ReadLabels(split).ToArray());
        return scope.MoveToOuter(pixels.to(float32).div_(255), labels.to(int64));
    }
}
