namespace MLNetDeep.Samples.Pictures;

/// <summary>The data sets that the sample knows.</summary>
internal enum DataSet
{
    /// <summary>The MNIST digits, which are in the repository.</summary>
    Digits,

    /// <summary>Fashion-MNIST: ten kinds of clothes.</summary>
    Fashion,

    /// <summary>CIFAR-10 in its binary version.</summary>
    Cifar10,

    /// <summary>notMNIST: the letters A to J in many fonts.</summary>
    NotMnist,

    /// <summary>A folder of pictures with one folder for each class.</summary>
    Folder,
}
