using MLNetDeep.Neural;
using MLNetDeep.Onnx;

// Writes the network of a model zip as safetensors and as ONNX: Deployment.Export digits.zip digits.safetensors digits.onnx
Network network = Network.LoadFromModel(args[0]);
network.Save(args[1]);
network.SaveOnnx(args[2]);
